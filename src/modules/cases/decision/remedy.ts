// What one can do against a decision, where and until when: by procedure law and Land, as the kind of case names it.
import { asDay, type Day } from '../../../kernel/calendar/day.ts'
import { placeOf } from '../../../kernel/calendar/holidays.ts'
import { endOfPeriod } from '../../../kernel/calendar/periods.ts'
import type { Town } from '../../../kernel/town.ts'
import type { CaseType, LawSource, Remedy } from '../type/case-type.ts'

export type RemedyInUse = { kind: Exclude<Remedy, 'none'>; days?: number; months?: number; to: string; source: LawSource }

/** Undefined: there is none, as in private law. */
export function remedyOf({ remedy }: CaseType, { settings }: Pick<Town, 'settings'>): RemedyInUse | undefined {
  const found = remedy[placeOf(settings).land] ?? remedy['*']
  if (!found || found.kind === 'none') return undefined
  return { ...found, kind: found.kind, to: found.to.de }
}

/** The last day to act, counted from the day of delivery. @law § 57 Abs. 2 VwGO, § 222 Abs. 1 und 2 ZPO, §§ 187, 188 BGB */
export function lastDayOf({ months, days }: RemedyInUse, delivered: string, town: Town): Day {
  const period = months !== undefined ? { months } : { days: days ?? 1 }
  return endOfPeriod(asDay(delivered), period, placeOf(town.settings)).lastDay
}

const time = ({ months, days }: RemedyInUse): string =>
  months === undefined ? `${days} Tagen` : months === 1 ? 'eines Monats' : `${months} Monaten`

/**
 * Wording after the general pattern of Bavarian authorities; the office it goes to stands in the package.
 * @law § 37 Abs. 6 VwVfG / Art. 37 Abs. 6 BayVwVfG, §§ 58, 70, 74, 81, 82 VwGO, Art. 12 AGVwGO (wording not read here: verify before use)
 */
export function instructionOf(remedy: RemedyInUse): string[] {
  const within = `innerhalb ${remedy.months === 1 ? time(remedy) : `von ${time(remedy)}`} nach seiner Bekanntgabe`
  const action = [
    `Die Klage ist bei dem Gericht schriftlich, zur Niederschrift oder elektronisch in einer zugelassenen Form zu erheben. Eine einfache E-Mail genügt nicht.`,
    'In der Klage müssen Sie den Bescheid nennen, sagen, wer klagt und gegen wen, und was Sie erreichen wollen.',
  ]
  const to = remedy.to.endsWith('.') ? remedy.to : `${remedy.to}.`
  const objection =
    'Der Widerspruch ist schriftlich, zur Niederschrift oder elektronisch in einer zugelassenen Form einzulegen. Eine einfache E-Mail genügt nicht.'
  if (remedy.kind === 'action') return [`Gegen diesen Bescheid können Sie ${within} Klage erheben.`, to, ...action]
  if (remedy.kind === 'objection') return [`Gegen diesen Bescheid können Sie ${within} Widerspruch einlegen.`, to, objection]
  return [
    `Gegen diesen Bescheid können Sie ${within} entweder Widerspruch einlegen oder gleich klagen.`,
    to,
    objection,
    ...action,
  ]
}
