// The newest state of the answers, page by page, with what each corrected one was before.
import type { ShowAnswers, ShownAnswer, ShownPage } from '../../../contracts/fillings.ts'
import type { House } from '../../../kernel/house.ts'
import type { Language } from '../../../kernel/language.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import type { Writing } from '../case.ts'
import { sealedAnswers } from '../sealing.ts'
import type { AnswersContent, SubmissionRole, SubmissionRow } from '../tables.ts'

/** `before`: as it was last, where it reads differently now; empty: it was not there. */
export type AnswerShown = ShownAnswer & { before?: string }
export type PageShown = { key: string; title: string; answers: readonly AnswerShown[] }
export type AnswersShown = {
  pages: readonly PageShown[]
  /** What came later, or was filled in here. */
  more: readonly { role: SubmissionRole; at: Date; pages: readonly PageShown[] }[]
}
export type Sent = { row: SubmissionRow; content: AnswersContent }

/** Inside a look at the holder; in the order they came. */
export async function readSent(db: Writing, town: Town, caseId: string): Promise<Sent[]> {
  const rows = await db
    .selectFrom('cases.submission as s')
    .innerJoin('cases.answers as a', (on) => on.onRef('a.town_id', '=', 's.town_id').onRef('a.submission_id', '=', 's.id'))
    .selectAll('s')
    .select('a.sealed')
    .where('s.case_id', '=', caseId)
    .orderBy('s.received_at')
    .orderBy('s.id')
    .execute()
  return rows.map(({ sealed, ...row }) => ({ row, content: sealedAnswers.open(town.dataKey, row.id, sealed) }))
}

const states: readonly SubmissionRole[] = ['application', 'intake', 'renewal', 'objection', 'correction']
export const isState = ({ row }: Sent): boolean => states.includes(row.role)

type Asking = { house: House; town: Town; db: Writing; language: Language; now: Date }

/** As people read them; where nobody shows them, by their paths. */
export async function pagesOf({ house, town, db, language, now }: Asking, { row, content }: Sent): Promise<readonly ShownPage[]> {
  const form = { id: row.form_id, version: row.form_version }
  const { answers } = content
  const asked = { db: db as unknown as TownSql, form, answers, language, now }
  const shown = await house.ask<ShowAnswers>(town, 'show-answers', asked)
  return shown ?? [{ key: 'answers', title: '', answers: flat(answers) }]
}

function flat(value: unknown, path = ''): ShownAnswer[] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return [{ path, label: path, text: String(value) }]
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`))
}

export async function showSent(asking: Asking, sent: readonly Sent[]): Promise<AnswersShown> {
  const chain: (readonly ShownPage[])[] = []
  for (const one of sent.filter(isState)) chain.push(await pagesOf(asking, one))
  const more: AnswersShown['more'][number][] = []
  for (const one of sent.filter((each) => !isState(each)))
    more.push({ role: one.row.role, at: one.row.received_at, pages: await pagesOf(asking, one) })
  const newest = chain.at(-1) ?? []
  return { pages: withBefore(newest, chain.slice(0, -1)), more }
}

/** Compared with the last state in which it read differently. */
function withBefore(newest: readonly ShownPage[], earlier: readonly (readonly ShownPage[])[]): PageShown[] {
  const texts = earlier.map((pages) => new Map(pages.flatMap((page) => page.answers.map(({ path, text }) => [path, text]))))
  const beforeOf = ({ path, text }: ShownAnswer): string | undefined => {
    const was = texts.map((state) => state.get(path) ?? '')
    return was.findLast((old) => old !== text)
  }
  const kept = new Set(newest.flatMap(({ answers }) => answers.map(({ path }) => path)))
  const gone = (earlier.at(-1) ?? []).map(({ key, answers }) => ({ key, answers: answers.filter(({ path }) => !kept.has(path)) }))
  return newest.map((page) => ({
    ...page,
    answers: [
      ...page.answers.map((answer): AnswerShown => {
        const before = beforeOf(answer)
        return before === undefined ? answer : { ...answer, before }
      }),
      ...(gone.find(({ key }) => key === page.key)?.answers ?? []).map(
        (answer): AnswerShown => ({ path: answer.path, label: answer.label, text: '', before: answer.text }),
      ),
    ],
  }))
}
