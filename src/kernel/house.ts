// The house: its modules and towns, and how one module asks another without knowing it.

import type { AnyContract } from './contract.ts'
import type { Database } from './database/database.ts'
import type { FileStore } from './files.ts'
import type { Log } from './log.ts'
import type { Mailer } from './mail.ts'
import type { DeclaredPermission, Module, Offer } from './module.ts'
import type { Platform } from './platform.ts'
import { HouseSearch } from './search/house-search.ts'
import type { Town } from './town.ts'
import type { Towns } from './towns.ts'
import type { Scanner } from './uploads/scan.ts'

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
  /** How mail leaves the house, if it does. */
  readonly mailer: Mailer
  /** Looks into files for malware, where no module of the town does. */
  readonly scanner: Scanner | undefined
  readonly search: HouseSearch

  constructor(
    parts: Pick<House, 'modules' | 'towns' | 'platform' | 'database' | 'files' | 'log' | 'demo'> & {
      townsDir: string
      mailer?: Mailer
      scanner?: Scanner | undefined
    },
  ) {
    this.modules = parts.modules
    this.towns = parts.towns
    this.platform = parts.platform
    this.database = parts.database
    this.files = parts.files
    this.log = parts.log
    this.demo = parts.demo
    this.mailer = parts.mailer ?? { by: parts.demo ? 'demo' : 'nothing' }
    this.scanner = parts.scanner
    this.search = new HouseSearch(this, parts.townsDir)
  }

  isOpenIn(town: Town, module: Module): boolean {
    return town.settings.modules?.includes(module.name) ?? true
  }

  /** What a door says of `<module>.<noun>.<verb>`. */
  permissionDeclared(permission: string): DeclaredPermission | undefined {
    const [module = ''] = permission.split('.', 1)
    return this.modules.find(({ name }) => name === module)?.permissions?.[permission.slice(module.length + 1)]
  }

  #offers(town: Town, contract: string) {
    return this.modules
      .filter((module) => this.isOpenIn(town, module))
      .flatMap((module) =>
        (module.offers ?? []).filter((offer) => offer.contract === contract).map((offer) => ({ module, offer })),
      )
  }

  /** Whether anybody is home who offers this. */
  offers(town: Town, contract: string): boolean {
    return this.#offers(town, contract).length > 0
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
    const answers = await Promise.all(this.#offers(town, contract).map((found) => this.#askOne<Asked>(town, found, input)))
    return answers.flatMap(({ module, answer, failed }) => (failed ? [] : [{ module, answer: answer as Asked['answer'] }]))
  }

  /** Like `askAll`, but nobody is waited for longer than `withinMs`; who was slow or at fault is named, for a notice in their place. */
  async askAllWithin<Asked extends AnyContract>(
    town: Town,
    contract: Asked['name'],
    input: Asked['input'],
    withinMs: number,
  ): Promise<{ answers: { module: string; answer: Asked['answer'] }[]; missing: { module: string; officialName: string }[] }> {
    const asked = this.#offers(town, contract).map(async (found) => {
      const late = Promise.withResolvers<Answered<Asked>>()
      const timer = setTimeout(() => {
        this.log.info(`${found.module.name} was too slow for ${contract}`, { town: town.key, module: found.module.name })
        late.resolve({ ...named(found.module), failed: true })
      }, withinMs)
      const first = await Promise.race([this.#askOne<Asked>(town, found, input), late.promise])
      clearTimeout(timer)
      return first
    })
    const all = await Promise.all(asked)
    return {
      answers: all.flatMap(({ module, answer, failed }) => (failed ? [] : [{ module, answer: answer as Asked['answer'] }])),
      missing: all.flatMap(({ module, officialName, failed }) => (failed ? [{ module, officialName }] : [])),
    }
  }

  /** Everybody who offers this, to be asked one by one: each in a transaction of its own. Faults are the caller's. */
  neighbours<Asked extends AnyContract>(
    town: Town,
    contract: Asked['name'],
  ): { key: string; module: string; officialName: string; ask: (input: Asked['input']) => Promise<Asked['answer']> }[] {
    const offers = this.#offers(town, contract)
    return offers.map(({ module, offer }, index) => ({
      ...named(module),
      // A room may offer a contract twice, once for each of its sub-rooms.
      key: `${module.name}/${offers.slice(0, index).filter((other) => other.module === module).length}`,
      ask: (input) => offer.answer(town, input, this),
    }))
  }

  async #askOne<Asked extends AnyContract>(
    town: Town,
    { module, offer }: { module: Module; offer: Offer },
    input: Asked['input'],
  ): Promise<Answered<Asked>> {
    try {
      return { ...named(module), answer: (await offer.answer(town, input, this)) as Asked['answer'], failed: false }
    } catch (fault) {
      this.log.fault(`${module.name} did not answer ${offer.contract}`, fault, { town: town.key, module: module.name })
      return { ...named(module), failed: true }
    }
  }
}

type Answered<Asked extends AnyContract> = {
  module: string
  officialName: string
  answer?: Asked['answer']
  failed: boolean
}
const named = ({ name, officialName }: Module) => ({ module: name, officialName })
