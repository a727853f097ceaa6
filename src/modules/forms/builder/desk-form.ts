// A form as the desk opens it: only whoever may edit it for its unit, with its working copy and its addresses.
import { mayIn, type SignedIn } from '../../../kernel/access.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { findFormById } from '../form.ts'
import type { FormRow } from '../tables.ts'
import type { WorkingCopyRow } from './tables.ts'
import { type BuilderReading, findWorkingCopy } from './working-copy.ts'

export const mayEdit = 'forms.form.edit'
export const mayApprove = 'forms.form.approve'

export type DeskForm = { form: FormRow; copy: WorkingCopyRow; person: SignedIn; url: (path?: string) => string }

/** `path` may be a query alone. */
export const formPath = (id: string, path = ''): string =>
  `/desk/forms/${id}${path === '' || /^[?#]/.test(path) ? path : `/${path}`}`

/** Undefined where there is no such form, or not for this person. */
export async function openForm(visit: Visit, permission = mayEdit): Promise<DeskForm | undefined> {
  const { town, person, params } = visit
  const id = params.id ?? ''
  if (!person || !isUuid(id)) return undefined
  const found = await town.read(async (db: BuilderReading) => {
    const form = await findFormById(db, id)
    const copy = form && (await findWorkingCopy(db, id))
    return copy ? { form, copy } : undefined
  })
  if (!found || !mayIn(person, permission, found.form.unit)) return undefined
  return { ...found, person, url: (path) => linkTo(visit, formPath(id, path)) }
}

export type FormState = 'draft' | 'asked' | 'live' | 'changed' | 'paused'

export function stateOf(form: FormRow, copy: Pick<WorkingCopyRow, 'revision' | 'published_revision' | 'asked_at'>): FormState {
  if (form.live_version !== null && form.paused) return 'paused'
  if (copy.asked_at) return 'asked'
  if (form.live_version === null) return 'draft'
  return copy.published_revision === copy.revision ? 'live' : 'changed'
}
