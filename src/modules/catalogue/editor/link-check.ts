// Links in texts: where they stand, and whether something still answers there.
import { sql } from 'kysely'
import { makeOutbound, type Outbound, OutboundFailed, OutboundRefused } from '../../../kernel/outbound.ts'
import type { ReadDb, Town, TownSql, WriteDb } from '../../../kernel/town.ts'
import { inChunks } from '../import-things.ts'
import type { EditorTables, LinkState } from './tables.ts'

/** Any host, but encrypted: an address without https is listed, not called. */
export const openLinkOutbound = (): Outbound => makeOutbound({ allow: ['https://*'] })

type PlaceRow = { noun: 'service' | 'office'; thing_id: number; field: string; url: string }

const address = /https?:\/\/[^\s"'<>\\]+/g

/** Notes where every address stands now; what stands nowhere is forgotten. */
export const collectLinks = (town: Town): Promise<number> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    const { rows } = await sql<{ noun: 'service' | 'office'; id: number; field: string; value: string }>`
      SELECT 'service' AS noun, t.service_id AS id, t.language || '.' || f.key AS field, f.value FROM catalogue.service_text t
        JOIN catalogue.service s ON s.town_id = t.town_id AND s.id = t.service_id AND s.status = 'published',
        jsonb_each_text(t.effective) f WHERE f.value LIKE '%http%'
      UNION ALL SELECT 'service', s.id, f.key, f.value FROM catalogue.service s, jsonb_each_text(s.effective) f
        WHERE s.status = 'published' AND f.key IN ('links', 'forms', 'channels') AND f.value LIKE '%http%'
      UNION ALL SELECT 'office', o.id, f.key, f.value FROM catalogue.office o, jsonb_each_text(o.effective) f
        WHERE o.status = 'published' AND f.key IN ('website', 'openingHoursText') AND f.value LIKE '%http%'`.execute(db)
    const places = new Map<string, PlaceRow>()
    for (const { noun, id, field, value } of rows)
      for (const [found] of value.matchAll(address)) {
        const url = found.replaceAll('&amp;', '&').replace(/[.,;)\]]+$/, '')
        if (url.length <= 2_000 && URL.canParse(url))
          places.set(`${noun} ${id} ${field} ${url}`, { noun, thing_id: id, field, url })
      }
    const all = [...places.values()]
    await sql`DELETE FROM catalogue.link_place`.execute(db)
    await inChunks(
      [...new Set(all.map(({ url }) => url))].map((url) => ({ url })),
      (json) =>
        sql`INSERT INTO catalogue.link_check (url, state) SELECT url, CASE WHEN url LIKE 'http:%' THEN 'insecure' ELSE 'unknown' END
        FROM jsonb_to_recordset(${json}::jsonb) AS link (url text) ON CONFLICT DO NOTHING`.execute(db),
    )
    await inChunks(all, (json) =>
      sql`INSERT INTO catalogue.link_place (noun, thing_id, field, url) SELECT noun, thing_id, field, url
        FROM jsonb_to_recordset(${json}::jsonb) AS place (noun text, thing_id integer, field text, url text)`.execute(db),
    )
    await sql`DELETE FROM catalogue.link_check c WHERE NOT EXISTS
      (SELECT FROM catalogue.link_place p WHERE p.town_id = c.town_id AND p.url = c.url)`.execute(db)
    return all.length
  })

export type LinkAnswer = { state: Exclude<LinkState, 'unknown'>; answer: string }

/** 404 and 410 mean gone; other refusals may concern only programs such as ours. */
export async function callLink(outbound: Outbound, url: string): Promise<LinkAnswer> {
  if (!url.startsWith('https:') && !url.startsWith('http://127.0.0.1')) return { state: 'insecure', answer: 'http' }
  const ask = (method: string) =>
    outbound.send({
      url: url.replace(/#.*$/, ''),
      method,
      milliseconds: 8_000,
      maxBytes: 3_000_000,
      headers: { accept: 'text/html,*/*;q=0.5', 'user-agent': 'Stadttor link check' },
    })
  try {
    const head = await ask('HEAD')
    const { status } = head.status >= 400 ? await ask('GET') : head
    if (status < 400) return { state: 'ok', answer: String(status) }
    return { state: status === 404 || status === 410 ? 'dead' : 'unsure', answer: String(status) }
  } catch (fault) {
    if (fault instanceof OutboundRefused) return { state: 'unsure', answer: 'refused' }
    if (!(fault instanceof OutboundFailed)) throw fault
    const moved = /redirects \((\d{3})\)/.exec(fault.message)?.[1]
    if (moved) return { state: 'moved', answer: moved }
    return /ENOTFOUND|has no address|ENODATA/.test(fault.message)
      ? { state: 'dead', answer: 'no host' }
      : { state: 'unsure', answer: 'no answer' }
  }
}

/** Calls the addresses that waited longest, a few at a time; each result is stored as it comes. */
export async function checkLinks(
  town: Town,
  outbound: Outbound,
  { now, atMost, only }: { now: Date; atMost: number; only?: { noun: string; id: number } },
): Promise<number> {
  const waiting = await town.read(async (db: ReadDb<EditorTables>) => {
    const { rows } = await sql<{ url: string }>`SELECT url FROM catalogue.link_check c WHERE state <> 'insecure'
      ${only ? sql`AND EXISTS (SELECT FROM catalogue.link_place p WHERE p.town_id = c.town_id AND p.url = c.url AND p.noun = ${only.noun} AND p.thing_id = ${only.id})` : sql``}
      ORDER BY checked_at NULLS FIRST, url LIMIT ${atMost}`.execute(db)
    return rows.map(({ url }) => url)
  })
  const next = waiting.values()
  const worker = async (): Promise<void> => {
    for (const url of next) {
      const { state, answer } = await callLink(outbound, url)
      await town.write((db: WriteDb<EditorTables>) =>
        sql`UPDATE catalogue.link_check SET state = ${state}, answer = ${answer}, checked_at = ${now},
          failures = CASE WHEN ${state} IN ('dead', 'unsure') THEN failures + 1 ELSE 0 END WHERE url = ${url}`.execute(db),
      )
    }
  }
  await Promise.all([worker(), worker(), worker(), worker()])
  return waiting.length
}

export type LinkLine = {
  noun: 'service' | 'office'
  id: number
  title: string
  field: string
  url: string
  state: LinkState
  answer: string
  checkedAt: Date | null
}

const lines = sql`SELECT p.noun, p.thing_id AS id, p.field, p.url, c.state, c.answer, c.checked_at AS "checkedAt",
    coalesce(t.title, o.effective -> 'name' ->> 'de', '') AS title
  FROM catalogue.link_place p JOIN catalogue.link_check c ON c.town_id = p.town_id AND c.url = p.url
  LEFT JOIN catalogue.service_text t ON p.noun = 'service' AND t.town_id = p.town_id AND t.service_id = p.thing_id AND t.language = 'de'
  LEFT JOIN catalogue.office o ON p.noun = 'office' AND o.town_id = p.town_id AND o.id = p.thing_id`

/** Surely dead ones first, then those that refused twice or more: once may be chance. */
export async function listDeadLinks(db: TownSql): Promise<LinkLine[]> {
  const { rows } = await sql<LinkLine>`${lines} WHERE c.state = 'dead' OR (c.state = 'unsure' AND c.failures >= 2)
    ORDER BY c.state, p.url, p.noun, p.thing_id LIMIT 500`.execute(db)
  return rows
}

export async function linksOfThing(db: TownSql, noun: string, id: number): Promise<LinkLine[]> {
  const { rows } = await sql<LinkLine>`${lines} WHERE p.noun = ${noun} AND p.thing_id = ${id} ORDER BY p.url, p.field`.execute(db)
  return rows
}
