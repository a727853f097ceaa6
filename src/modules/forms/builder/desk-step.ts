// One step of an editor: what their page was made from comes back with what they typed.
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { FormDocument } from '../document/document.ts'
import type { Action } from './actions.ts'
import type { DeskForm } from './desk-form.ts'
import { type BuilderWriting, changeDocument, type Outcome, type Refusal } from './working-copy.ts'

type Taken = {
  action: Action
  label: string
  change: (document: FormDocument) => FormDocument | Refusal
  /** The part that the page shows; others may have changed meanwhile. */
  part?: ((document: FormDocument) => unknown) | undefined
}

const gone: Outcome = { refusal: { refused: 'gone', names: [] } }

export async function takeStep(visit: Visit, open: DeskForm, input: FormInput, { part, ...step }: Taken): Promise<Outcome> {
  const { town, now } = visit
  const revision = Number(/^\d{1,9}$/.exec(input.value('revision'))?.[0] ?? open.copy.revision)
  const by = open.person.personId
  const seen = part && { of: part, mark: input.value('mark') }
  const outcome = await town.write((db: BuilderWriting) =>
    changeDocument(db, open.form.id, { ...step, revision, by, now, ...(seen && { part: seen }) }),
  )
  return outcome ?? gone
}

/** The word of the address that says what became of a step without fields of its own. */
export const doneWord = (outcome: Outcome, done: string): string =>
  'refusal' in outcome ? (outcome.refusal.refused === 'too-many' ? 'too-many' : 'gone') : 'conflict' in outcome ? 'gone' : done
