// Figures of a form without persons: counted in memory, written every few seconds as sums of a day.
import { sql } from 'kysely'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { House } from '../../../kernel/house.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Reading } from './receipt.ts'
import type { Writing } from './submit.ts'
import type { FigureRow } from './tables.ts'

/** `left`: key of the page; `problem`: path of the question without numbers; `minutes`: see `minutesPlace`; else empty. */
export type Figure = Pick<FigureRow, 'form_id' | 'version' | 'what' | 'place'>

type Counts = Map<string, FigureRow>
type Waiting = { towns: Map<Town, Counts>; timer: NodeJS.Timeout | undefined }
const waiting = new WeakMap<House, Waiting>()
const writeEveryMs = 10_000

/** Nothing waits for it; what a crash takes with it are some counts. */
export function noteFigures(house: House, town: Town, now: Date, figures: readonly Figure[]): void {
  const own = waiting.get(house) ?? { towns: new Map<Town, Counts>(), timer: undefined }
  waiting.set(house, own)
  const counts = own.towns.get(town) ?? new Map<string, FigureRow>()
  own.towns.set(town, counts)
  const day = dayAt(now)
  for (const figure of figures) {
    const key = [day, figure.form_id, figure.version, figure.what, figure.place].join('\n')
    const known = counts.get(key)
    if (known) known.count += 1
    else counts.set(key, { ...figure, day, count: 1 })
  }
  own.timer ??= setTimeout(() => {
    own.timer = undefined
    writeFigures(house).catch((fault: unknown) =>
      house.log.fault('figures of forms were not written', fault, { module: 'forms' }),
    )
  }, writeEveryMs).unref()
}

export async function writeFigures(house: House): Promise<void> {
  const own = waiting.get(house)
  if (!own) return
  const towns = own.towns
  own.towns = new Map()
  for (const [town, counts] of towns) {
    const rows = [...counts.values()].toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
    await town.write((db: Writing) =>
      db
        .insertInto('forms.figure')
        .values(rows)
        .onConflict((same) =>
          same
            .columns(['town_id', 'day', 'form_id', 'version', 'what', 'place'])
            .doUpdateSet({ count: sql`forms.figure.count + excluded.count` }),
        )
        .execute(),
    )
  }
}

/** Two processes write the same rows in the same order: neither waits for the other in a circle. */
const placeOf = ({ day, form_id, version, what, place }: FigureRow): string => [day, form_id, version, what, place].join('\n')

const minuteBounds = [1, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60, 90, 120, 240]
/** The bound under which a time falls, in minutes; `more` above the last one. */
export function minutesPlace(begun: Date, sent: Date): string {
  const minutes = (sent.getTime() - begun.getTime()) / 60_000
  return String(minuteBounds.find((bound) => minutes <= bound) ?? 'more')
}

/** The bound under which half of the times fall; undefined while there are none. `more` counts as the last bound. */
export function medianMinutes(counts: readonly { place: string; count: number }[]): number | undefined {
  const sorted = counts
    .map(({ place, count }) => ({ bound: place === 'more' ? Number.POSITIVE_INFINITY : Number(place), count }))
    .sort((one, other) => one.bound - other.bound)
  const all = sorted.reduce((sum, { count }) => sum + count, 0)
  let seen = 0
  for (const { bound, count } of sorted) {
    seen += count
    if (seen * 2 >= all) return Math.min(bound, minuteBounds.at(-1)!)
  }
  return undefined
}

export type FormFigures = {
  started: number
  sent: number
  medianMinutes: number | undefined
  left: { place: string; count: number }[]
  problems: { place: string; count: number }[]
}

/** Of one form in all its versions, from the first to the last of these days. */
export async function readFigures(db: Reading, formId: string, from: string, to: string): Promise<FormFigures> {
  const rows = await db
    .selectFrom('forms.figure')
    .select(['what', 'place'])
    .select((all) => all.fn.sum<number>('count').as('count'))
    .where('form_id', '=', formId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy(['what', 'place'])
    .execute()
  const of = (what: FigureRow['what']) =>
    rows
      .filter((row) => row.what === what)
      .map(({ place, count }) => ({ place, count: Number(count) }))
      .sort((one, other) => other.count - one.count)
  const sum = (what: FigureRow['what']): number => of(what).reduce((all, { count }) => all + count, 0)
  return {
    started: sum('started'),
    sent: sum('sent'),
    medianMinutes: medianMinutes(of('minutes')),
    left: of('left'),
    problems: of('problem'),
  }
}
