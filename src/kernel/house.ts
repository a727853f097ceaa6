// The house: its modules and towns, and how one module asks another without knowing it.

import type { AnyContract } from './contract.ts'
import type { Database } from './database/database.ts'
import type { FileStore } from './files.ts'
import type { Log } from './log.ts'
import type { Module } from './module.ts'
import type { Platform } from './platform.ts'
import { HouseSearch } from './search/house-search.ts'
import type { Town } from './town.ts'
import type { Towns } from './towns.ts'

export class House {
  readonly modules: readonly Module[]
  readonly towns: Towns
  readonly platform: Platform
  readonly database: Database
  /** Sealed files; read and written with a town's key through `files.ts`. */
  readonly files: FileStore
  readonly log: Log
  /** A demonstration on this machine alone: codes and mails are readable, persons are invented. */
  readonly demo: boolean
  readonly search: HouseSearch

  constructor(
    parts: Pick<House, 'modules' | 'towns' | 'platform' | 'database' | 'files' | 'log' | 'demo'> & { townsDir: string },
  ) {
    this.modules = parts.modules
    this.towns = parts.towns
    this.platform = parts.platform
    this.database = parts.database
    this.files = parts.files
    this.log = parts.log
    this.demo = parts.demo
    this.search = new HouseSearch(this, parts.townsDir)
  }

  isOpenIn(town: Town, module: Module): boolean {
    return town.settings.modules?.includes(module.name) ?? true
  }

  #offers(town: Town, contract: string) {
    return this.modules
      .filter((module) => this.isOpenIn(town, module))
      .flatMap((module) =>
        (module.offers ?? []).filter((offer) => offer.contract === contract).map((offer) => ({ module, offer })),
      )
  }

  /** Asks the one neighbour who offers this; `undefined` when nobody is home. */
  async ask<Asked extends AnyContract>(
    town: Town,
    contract: Asked['name'],
    input: Asked['input'],
  ): Promise<Asked['answer'] | undefined> {
    const [found] = this.#offers(town, contract)
    return found?.offer.answer(town, input, this)
  }

  /** Asks everybody who offers this. A fault of one is logged and leaves the others' answers standing. */
  async askAll<Asked extends AnyContract>(
    town: Town,
    contract: Asked['name'],
    input: Asked['input'],
  ): Promise<{ module: string; answer: Asked['answer'] }[]> {
    const answers = this.#offers(town, contract).map(async ({ module, offer }) => {
      try {
        return [{ module: module.name, answer: (await offer.answer(town, input, this)) as Asked['answer'] }]
      } catch (fault) {
        this.log.fault(`${module.name} did not answer ${contract}`, fault, { town: town.key, module: module.name })
        return []
      }
    })
    return (await Promise.all(answers)).flat()
  }
}
