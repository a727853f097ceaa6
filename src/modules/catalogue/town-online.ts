// Takes over which services can be done online, where the delivered file lists the address only among its links.
import { isDeepStrictEqual } from 'node:util'
import type { Static } from 'typebox'
import { tell } from '../../kernel/outbox.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import type { Channel } from './record.ts'
import type { CatalogueTables } from './tables.ts'
import type { OnlineList } from './town-lists.ts'
import { serviceNumbers } from './town-situations.ts'

type Listed = Static<typeof OnlineList>['services']

/** One transaction. An editor's channels stay; what the list no longer names goes. */
export const storeOnlineServices = (town: Town, listed: Listed, now: Date): Promise<{ changed: number; lines: string[] }> =>
  town.write(async (db: WriteDb<CatalogueTables>) => {
    const numbers = await serviceNumbers(db)
    const lines = Object.keys(listed)
      .filter((sourceId) => !numbers.has(sourceId))
      .map((sourceId) => `online services: there is no service ${sourceId}`)
    const wanted = new Map(
      Object.entries(listed).flatMap(([sourceId, { url, title }]) => {
        const id = numbers.get(sourceId)
        const channel: Channel = { kind: 'online-form', url, ...(title && { title }) }
        return id === undefined ? [] : [[id, channel] as const]
      }),
    )
    const said = await db.selectFrom('catalogue.folder_channel').select(['service_id', 'channels']).execute()
    const saidBefore = new Map(said.map(({ service_id, channels }) => [service_id, channels]))
    const ids = [...new Set([...wanted.keys(), ...saidBefore.keys()])]
    if (ids.length === 0) return { changed: 0, lines }
    const services = await db
      .selectFrom('catalogue.service')
      .select(['id', 'imported', 'edited'])
      .where('id', 'in', ids)
      .execute()
    let changed = 0
    for (const { id, imported, edited } of services) {
      const before = saidBefore.get(id)
      if (edited.channels !== undefined && !isDeepStrictEqual(edited.channels, before)) continue
      const own = wanted.get(id)
      const { channels: _replaced, ...rest } = edited
      const channels = own && [own, ...(imported.channels ?? []).filter(({ kind }) => kind !== 'online-form')]
      const next = channels ? { ...rest, channels } : rest
      if (isDeepStrictEqual(next, edited)) continue
      changed += 1
      await db
        .updateTable('catalogue.service')
        .set({ edited: JSON.stringify(next), changed_at: now })
        .where('id', '=', id)
        .execute()
      await db.deleteFrom('catalogue.folder_channel').where('service_id', '=', id).execute()
      if (channels)
        await db
          .insertInto('catalogue.folder_channel')
          .values({ service_id: id, channels: JSON.stringify(channels) })
          .execute()
      await tell(db, { type: 'catalogue.changed.v1', subjects: [`catalogue.service/${id}`] })
    }
    return { changed, lines }
  })
