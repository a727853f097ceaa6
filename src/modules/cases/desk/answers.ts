// The newest state of the answers, page by page, with what each corrected one was before.
import type { ShowAnswers, ShownAnswer, ShownPage } from '../../../contracts/fillings.ts'
import type { House } from '../../../kernel/house.ts'
import type { Language } from '../../../kernel/language.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import type { Answered } from '../answers.ts'
import type { Writing } from '../case.ts'
import type { SubmissionRole } from '../tables.ts'

/** `before`: as it was last, where it reads differently now; empty: it was not there. */
export type AnswerShown = ShownAnswer & { before?: string }
export type PageShown = { key: string; title: string; answers: readonly AnswerShown[] }
export type AnswersShown = {
  pages: readonly PageShown[]
  /** What came later, or was filled in here. */
  more: readonly { role: SubmissionRole; at: Date; pages: readonly PageShown[] }[]
}
const states: readonly SubmissionRole[] = ['application', 'intake', 'renewal', 'objection', 'correction']
const isState = ({ role }: Answered): boolean => states.includes(role)

type Asking = { house: House; town: Town; db: Writing; language: Language; now: Date }

/** As people read them; where nobody shows them, by their paths. */
export async function pagesOf(
  { house, town, db, language, now }: Asking,
  { form_id, form_version, answers }: Answered,
): Promise<readonly ShownPage[]> {
  const form = { id: form_id, version: form_version }
  const asked = { db: db as unknown as TownSql, form, answers, language, now }
  const shown = await house.ask<ShowAnswers>(town, 'show-answers', asked)
  return shown ?? [{ key: 'answers', title: '', answers: flat(answers) }]
}

function flat(value: unknown, path = ''): ShownAnswer[] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return [{ path, label: path, text: String(value) }]
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`))
}

export async function showSent(asking: Asking, sent: readonly Answered[]): Promise<AnswersShown> {
  const chain: (readonly ShownPage[])[] = []
  for (const one of sent.filter(isState)) chain.push(await pagesOf(asking, one))
  const more: AnswersShown['more'][number][] = []
  for (const one of sent.filter((each) => !isState(each)))
    more.push({ role: one.role, at: one.received_at, pages: await pagesOf(asking, one) })
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
