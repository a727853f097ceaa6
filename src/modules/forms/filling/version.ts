// A new version of a form while a draft is on the way: what is different, and taking the answers along.
import type { Visit } from '../../../kernel/http/visit.ts'
import { isUuid } from '../../../kernel/ids.ts'
import type { Answers, FormDocument, Item, Question } from '../document/document.ts'
import { evaluateForm } from '../document/evaluate.ts'
import { kindOf } from '../document/kinds/kinds.ts'
import { answerAt, placesOf, withAnswer, withoutNumbers } from '../document/places.ts'
import { textIn } from '../document/text.ts'
import { type Reading, saveDraft, withDraft } from './draft.ts'
import { dropLooseFiles } from './files.ts'
import { type ReadyVersion, readyVersion } from './form-version.ts'
import { listsFor } from './lists.ts'
import { screenStart } from './next.ts'

export type Differences = { added: string[]; removed: string[]; changed: string[] }

const questionsOf = (document: FormDocument): Map<string, Question> =>
  new Map([...placesOf(document)].flatMap(([path, { item }]) => (item.kind === 'question' ? [[path, item]] : [])))

/** Labels of questions, in the order of the form. A changed one asks something else or takes other answers; mere help texts do not count. */
export function differencesOf(old: FormDocument, now: FormDocument, language: Visit['language']): Differences {
  const [before, after] = [questionsOf(old), questionsOf(now)]
  const label = (question: Question): string => textIn(question.label, language)
  const asks = ({ hint: _h, help: _p, example: _e, origin: _o, ...rest }: Question): string => JSON.stringify(rest)
  return {
    added: [...after].filter(([path]) => !before.has(path)).map(([, question]) => label(question)),
    removed: [...before].filter(([path]) => !after.has(path)).map(([, question]) => label(question)),
    changed: [...after].flatMap(([path, question]) => {
      const known = before.get(path)
      return known && asks(known) !== asks(question) ? [label(question)] : []
    }),
  }
}

/** Answers whose question is still there and which it still takes; all others are left behind. */
export function movedAnswers({ form, row }: ReadyVersion, answers: Answers, visit: Pick<Visit, 'now' | 'language'>): Answers {
  const list = listsFor(row.document, visit.language)
  let moved: Answers = {}
  const take = (items: readonly Item[], at: string): void => {
    for (const item of items) {
      const path = at === '' ? item.key : `${at}.${item.key}`
      const value = answerAt(answers, path)
      if (value === undefined) continue
      if (item.kind === 'group') {
        const entries = item.repeat ? (Array.isArray(value) ? value.length : 0) : undefined
        if (entries === undefined) take(item.items, path)
        for (let index = 0; index < (entries ?? 0); index += 1) {
          moved = withAnswer(moved, `${path}.${index}`, {})
          take(item.items, `${path}.${index}`)
        }
      } else if (item.kind === 'question') {
        const wrong = kindOf(item).check(item as never, value, { reader: visit, list, bound: () => undefined })
        if (!wrong) moved = withAnswer(moved, path, value)
      }
    }
  }
  for (const page of form.document.pages) take(page.items, '')
  return evaluateForm(form, moved, visit.now).answers
}

/** @returns the address of the screen to go on with */
export async function moveToNewVersion(visit: Visit, id: string): Promise<string | undefined> {
  if (!isUuid(id)) return undefined
  const live = await visit.town.read(async (db: Reading) =>
    db
      .selectFrom('forms.draft as d')
      .innerJoin('forms.form as f', (on) => on.onRef('f.town_id', '=', 'd.town_id').onRef('f.id', '=', 'd.form_id'))
      .select(['f.id', 'f.live_version as version'])
      .where('d.id', '=', id)
      .executeTakeFirst(),
  )
  const version = live?.version ? await readyVersion(visit.town, live.id, live.version) : undefined
  if (!version) return undefined
  return withDraft(visit, id, { purpose: 'Zur neuen Fassung des Formulars gewechselt', verb: 'write' }, async (db, open) => {
    // What is corrected is corrected in the version it was given in.
    if (open.content.only) return open.draft.page ?? version.row.document.pages[0]!.key
    const answers = movedAnswers(version, open.content.answers, visit)
    const evaluation = evaluateForm(version.form, answers, visit.now)
    const still = (path: string): boolean => version.form.places.has(withoutNumbers(path))
    const { leftOpen, origins } = open.content
    const kept = (record: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(record).filter(([path]) => still(path)))
    // Pages are looked at once more: they may ask for something new.
    const content = { ...open.content, answers, leftOpen: kept(leftOpen), origins: kept(origins), seen: [] }
    const page = screenStart(evaluation, [])
    await db.updateTable('forms.draft').set({ version: version.row.number }).where('id', '=', id).execute()
    await saveDraft(visit, db, open, content, page)
    await dropLooseFiles(db, id, answers, visit.now)
    return page
  })
}
