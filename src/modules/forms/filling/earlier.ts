// "Use again": beginning a form with what the same account sent by it last.
import type { Visit } from '../../../kernel/http/visit.ts'
import { evaluateForm } from '../document/evaluate.ts'
import type { Reading } from '../submissions/receipt.ts'
import { findSubmission, maySeeReceipt, readReceipt } from '../submissions/receipt.ts'
import type { SubmissionRow } from '../submissions/tables.ts'
import { answersAgain } from './again.ts'
import { actorOf, ownerOf } from './draft.ts'
import type { ReadyVersion } from './form-version.ts'
import type { FillingContent } from './tables.ts'
import { movedAnswers } from './version.ts'

export async function findEarlier({ town, person }: Visit, formId: string): Promise<SubmissionRow | undefined> {
  if (!person) return undefined
  return town.read((db: Reading) =>
    db
      .selectFrom('forms.submission')
      .selectAll()
      .where('form_id', '=', formId)
      .where('owner_id', '=', ownerOf(person))
      .where('state', '=', 'received')
      .orderBy('received_at', 'desc')
      .limit(1)
      .executeTakeFirst(),
  )
}

/** Nothing where it is not this person's to see, or not with this proof of identity. */
export async function answersOfEarlier(
  visit: Visit,
  formId: string,
  version: ReadyVersion,
  id: string,
): Promise<Pick<FillingContent, 'answers' | 'origins'>> {
  const { house, town, person, now } = visit
  const none = { answers: {}, origins: {} }
  const row = id === '' ? undefined : await findSubmission(town, id)
  if (row?.form_id !== formId || (await maySeeReceipt(house, town, row, visit)) !== 'yes') return none
  const actor = actorOf(person, row.holder_id)
  const { content } = await readReceipt(town, row, actor, 'Ihre früheren Angaben für ein neues Formular übernommen')
  if (!content) return none
  const fitting = movedAnswers(version, content.answers, visit)
  const again = answersAgain(version.form, fitting, { files: false })
  return { ...again, answers: evaluateForm(version.form, again.answers, now).answers }
}
