// Where residents look for free units: `/reservations/plates`.
import type { PlateStock } from '../../contracts/registers.ts'
import { anyone } from '../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page } from '../../kernel/http/answer.ts'
import type { Problem } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import type { Visit } from '../../kernel/http/visit.ts'
import type { TownSql } from '../../kernel/town.ts'
import { FindPage, type Found, NoStockPage } from './find-pages.tsx'
import { listFree, refusalOf } from './hold.ts'
import { findStock, type OpenStock } from './stock.ts'
import { choicesOf, type NamedPart, namedParts, type StockDocument } from './stock-document.ts'
import type { Db } from './tables.ts'
import { readUnit } from './unit.ts'
import { reservationWords, wrongUnit } from './words.ts'

/** The stock that the house's own link leads to; a town without it is told so, and does not stand before a missing page. */
const wellKnown = 'plates'
const shownAtMost = 24

export function findRoutes(on: Routes): void {
  on.page('/reservations/:stock', anyone, { perMinute: 60 }, findFree)
}

async function findFree(visit: Visit): Promise<Answer | NotFound> {
  const { town, house, frame, params, query, now } = visit
  const key = params.stock!
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(key)) return notFound
  return town.write(async (db: Db) => {
    const stock = await findStock(db, town, key)
    if (!stock) return key === wellKnown ? page(<NoStockPage frame={frame} />) : notFound
    const { document } = stock
    const parts = namedParts(document)
    const typed = Object.fromEntries(parts.map(({ name }) => [name, (query[name] ?? '').trim().toUpperCase().slice(0, 20)]))
    const problems = parts.flatMap((part) => problemOf(visit, part, typed[part.name]!))
    const asked = parts.some(({ name }) => query[name] !== undefined)
    const found = asked && problems.length === 0 ? await search(visit, db, stock, typed) : undefined
    const software = document.software
      ? await house.ask<PlateStock>(town, document.software, { db: db as TownSql, plates: [], now })
      : undefined
    const shown = { frame, stock: document, typed, problems, found, example: software?.example ?? false }
    return page(<FindPage {...shown} />, { status: problems.length > 0 ? 422 : 200 })
  })
}

function problemOf(visit: Visit, part: NamedPart, typed: string): Problem[] {
  const text = reservationWords(visit)
  if (typed === '') return []
  const wrong = (message: string): Problem[] => [{ field: part.name, message }]
  if ('oneOf' in part) return choicesOf(part).includes(typed) ? [] : wrong(text.wrongChoice)
  if (!/^[A-Z0-9?]+$/.test(typed)) return wrong(text.wrongPattern)
  if ('letters' in part)
    return new RegExp(`^[A-Z?]{1,${part.letters.max}}$`).test(typed) ? [] : wrong(text.wrongLetters(part.letters.max))
  const most = longest(part)
  return new RegExp(`^[0-9?]{1,${most}}$`).test(typed) ? [] : wrong(text.wrongNumber(most))
}

const longest = (part: { digits: { to: number } }): number => String(part.digits.to).length

/** What stands for each part in the pattern; empty is any. */
const patternOf = ({ ranges }: StockDocument, typed: Readonly<Record<string, string>>): string =>
  (ranges[0]?.parts ?? []).map((part) => ('text' in part ? part.text : typed[part.name] || anyOf(part))).join('')
const anyOf = (part: NamedPart): string => ('oneOf' in part && choicesOf(part).length === 1 ? part.oneOf : '*')

async function search(
  { house, town, now }: Visit,
  db: Db,
  stock: OpenStock,
  typed: Readonly<Record<string, string>>,
): Promise<Found> {
  const like = patternOf(stock.document, typed)
  const exact = !/[?*]/.test(like)
  const one = exact ? readUnit(stock.document, like) : undefined
  if (exact && !one) return { refused: like, why: wrongUnit(stock.document) }
  const why = one && refusalOf(stock, one, now)
  if (one && why) return { refused: one.text, why }
  const answer = await listFree(house, town, { db: db as TownSql, stock: stock.key, like, limit: shownAtMost, now })
  if ('refused' in answer) return { free: [], more: false }
  if (one && answer.free.length === 0) return { taken: one.text }
  return { free: answer.free, more: answer.free.length === shownAtMost }
}
