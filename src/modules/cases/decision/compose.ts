// A letter from its template: what holds is kept, rules between braces are filled in, and the fee is computed. Decisions are in German.
import type { JudgeAnswers } from '../../../contracts/fillings.ts'
import { formatDay, formatSum } from '../../../design/format.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { House } from '../../../kernel/house.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { currentOf, listAnswers, listParties } from '../answers.ts'
import type { Writing } from '../case.ts'
import { fullName } from '../intake/parties.ts'
import type { CaseRow, DecisionContent } from '../tables.ts'
import type { Letter, Outcome } from '../type/case-type.ts'

export type Composed = { content: DecisionContent; feeCents: number | null; feeText: string; validUntil: string | null }
/** A rule of the template gave nothing or something unfit: the clerk reads which one. */
export class Unfit extends Error {
  override name = 'Unfit'
}

const place = /\{\{=\s*([\s\S]+?)\s*\}\}/g

/** What the process found out so far, by name. */
export type Found = Readonly<Record<string, unknown>>
type Asked = { db: Writing; row: CaseRow; outcome: Outcome; found: Found; now: Date }

/** Inside a look at the holder. @throws Unfit */
export async function composeDecision(house: House, town: Town, { db, row, outcome, found, now }: Asked): Promise<Composed> {
  const { person, clerk } = currentOf(await listAnswers(db, town, row.id))
  const parties = await listParties(db, town, row.id)
  const applicant = parties.find(({ role }) => role === 'applicant')
  const judge = async (rules: Record<string, string>, more: Record<string, unknown>) => {
    if (Object.keys(rules).length === 0) return {}
    const values = {
      ...row.facts,
      ...found,
      case: { ...row.facts, reference: showReference(row.reference), received: dayAt(row.received_at) },
      town: { name: town.settings.name, officialName: town.settings.officialName },
      applicant: { name: applicant ? fullName(applicant.content) : '', ...applicant?.content },
      clerk: clerk?.answers ?? null,
      ...more,
    }
    const form = { id: person.form_id, version: person.form_version }
    const asked = { db: db as TownSql, form, answers: person.answers, rules, values, now }
    return (await house.ask<JudgeAnswers>(town, 'judge-answers', asked)) ?? {}
  }
  const first = await judge(
    { ...(outcome.fee && { fee: outcome.fee.amount }), ...(outcome.validUntil && { until: outcome.validUntil }) },
    {},
  )
  const feeCents = outcome.fee ? centsOf(first.fee) : null
  const validUntil = outcome.validUntil ? dayOf(first.until) : null
  const { letter } = outcome
  const money = {
    fee: feeCents === null ? null : feeCents / 100,
    feeText: feeCents === null ? '' : formatSum('de', feeCents),
    validUntil,
  }
  const content = letter
    ? fill(letter, await judge(rulesIn(letter), money), row)
    : { subject: outcome.title.de, paragraphs: [], reasons: [], basis: [] }
  return { content, feeCents, feeText: outcome.fee?.text.de ?? '', validUntil }
}

const blocksOf = ({ paragraphs, reasons = [] }: Letter) => [...paragraphs, ...reasons]

function rulesIn(letter: Letter): Record<string, string> {
  const rules: Record<string, string> = {}
  for (const text of [letter.subject.de, ...blocksOf(letter).map((block) => block.text.de)])
    for (const [, rule = ''] of text.matchAll(place)) rules[rule] = rule
  for (const { when } of blocksOf(letter)) if (when !== undefined) rules[when] = when
  return rules
}

function fill(letter: Letter, values: Readonly<Record<string, unknown>>, row: CaseRow): DecisionContent {
  const filled = (text: string): string => text.replace(place, (_all, rule: string) => shown(rule, values[rule]))
  const kept = (blocks: readonly { text: { de: string }; when?: string }[]): string[] =>
    blocks.filter(({ when }) => when === undefined || values[when] === true).map(({ text }) => filled(text.de))
  return {
    subject: filled(letter.subject.de) || showReference(row.reference),
    paragraphs: kept(letter.paragraphs),
    reasons: kept(letter.reasons ?? []),
    basis: letter.basis.map(({ law, verified }) => (verified ? law : `${law} (Wortlaut nicht nachgelesen)`)),
  }
}

function shown(rule: string, value: unknown): string {
  // A year is written without a point.
  if (typeof value === 'number') return new Intl.NumberFormat('de-DE', { useGrouping: 'min2' }).format(value)
  if (typeof value === 'boolean') return value ? 'ja' : 'nein'
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay('de', value) : value
  throw new Unfit(rule)
}

function centsOf(value: unknown): number {
  if (typeof value !== 'number' || value < 0 || value > 1e9 || Math.abs(value * 100 - Math.round(value * 100)) > 1e-6)
    throw new Unfit('fee')
  return Math.round(value * 100)
}

function dayOf(value: unknown): string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) throw new Unfit('validUntil')
  return value
}
