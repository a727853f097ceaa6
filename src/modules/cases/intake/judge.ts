// What the rules of a kind of case say of some answers: plain facts for lists and the process, and the competent unit.
import type { JudgeAnswers } from '../../../contracts/fillings.ts'
import type { HandedSubmission } from '../../../contracts/submissions.ts'
import type { House } from '../../../kernel/house.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import type { Writing } from '../case.ts'
import type { Facts } from '../tables.ts'
import type { CaseType } from '../type/case-type.ts'

/** The plain facts that the kind of case declares, and the unit whose rule holds. Throws where nobody judges answers. */
export async function judge(
  house: House,
  town: Town,
  db: Writing,
  { facts, competence = [] }: CaseType,
  { form, answers }: Pick<HandedSubmission, 'form' | 'answers'>,
  now: Date,
): Promise<{ facts: Facts; unit?: string }> {
  const rules = Object.fromEntries([
    ...facts.map(({ name, value }) => [`fact.${name}`, value]),
    ...competence.map(({ when }, index) => [`unit.${index}`, when]),
  ])
  if (Object.keys(rules).length === 0) return { facts: {} }
  const judged = await house.ask<JudgeAnswers>(town, 'judge-answers', { db: db as TownSql, form, answers, rules, now })
  if (!judged) throw new Error('Nobody judges the answers.')
  const unit = competence.find((_rule, index) => judged[`unit.${index}`] === true)?.unit
  return {
    facts: Object.fromEntries(facts.map(({ name }) => [name, plain(judged[`fact.${name}`])])),
    ...(unit !== undefined && { unit }),
  }
}

const plain = (value: unknown): Facts[string] =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
