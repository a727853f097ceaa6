// The part of a service package that is a form: checked as the builder checks it, and stored as the newest version.

import type { LinkForm } from '../../../contracts/online-forms.ts'
import type { CheckPart, CurrentPart, InstallPart, PackagePart, PartProblem } from '../../../contracts/package-parts.ts'
import { tell } from '../../../kernel/outbox.ts'
import type { Town } from '../../../kernel/town.ts'
import { checkForm, type Finding, type Point } from '../builder/checklist.ts'
import { findingLine } from '../builder/publish-pages.tsx'
import { publishWords } from '../builder/publish-words.ts'
import { type BuilderReading, type BuilderWriting, findWorkingCopy, saveImported } from '../builder/working-copy.ts'
import type { FormDocument } from '../document/document.ts'
import { readDocument } from '../document/read-document.ts'
import { createForm, findForm, findVersion, formSubject, publishVersion, type Writing } from '../form.ts'
import { isFormKey } from '../form-key.ts'
import { sendToCases } from '../submissions/receiver.ts'
import type { Writing as SubmissionWriting } from '../submissions/submit.ts'

/** Nobody but staff fills it in: no papers are shown. */
const papers: ReadonlySet<Point> = new Set(['privacy', 'legalBasis', 'contact', 'retention', 'next'])

type Read = { document: FormDocument } | { problems: PartProblem[] }

function readPart({ file, key, content }: PackagePart): Read {
  const problem = (at: string, message: PartProblem['message']): PartProblem => ({ file, at, message })
  if (!isFormKey(key))
    return {
      problems: [
        problem('', { de: `„${key}“ kann keine Adresse eines Formulars sein.`, en: `“${key}” cannot be the address of a form.` }),
      ],
    }
  const read = readDocument(content)
  return 'faults' in read ? { problems: read.faults.map(({ at, message }) => problem(at, message)) } : read
}

/** Everything that keeps a form from being published in the builder, but for what only its drawn pages show. */
export function checkPart({ part }: CheckPart['input'], now: Date): CheckPart['answer'] {
  if (part.kind !== 'form') return undefined
  const read = readPart(part)
  if ('problems' in read) return read
  const { document } = read
  const forStaff = document.audience.every((one) => one === 'staff')
  const lines = (language: 'de' | 'en') => {
    const text = publishWords({ language })
    const line = (point: Point, finding: Finding): string =>
      [`${text[point]}. ${findingLine(text, finding)}`, finding.more && !/^\d+$/.test(finding.more) ? finding.more : '']
        .filter(Boolean)
        .join(' ')
    return checkForm(document, { reader: { language }, kind: 'application', now, structure: [] })
      .filter(({ state, point }) => state === 'blocks' && !(forStaff && papers.has(point)))
      .flatMap(({ point, findings }) => findings.map((finding) => ({ at: finding.path || point, text: line(point, finding) })))
  }
  const english = lines('en')
  return {
    problems: lines('de').map(({ at, text }, index) => ({
      file: part.file,
      at,
      message: { de: text, en: english[index]?.text ?? text },
    })),
  }
}

/** The town's own changes since the last version can be brought back in the builder. */
export async function installPart(
  town: Town,
  takesSubmissions: boolean,
  { part, origin, unit, by, now, ...asked }: InstallPart['input'],
): Promise<InstallPart['answer']> {
  if (part.kind !== 'form') return undefined
  const read = readPart(part)
  if ('problems' in read) return read
  const { document } = read
  const db = asked.db as unknown as BuilderWriting
  const known = await findForm(db, part.key)
  if (known && known.package !== null && known.package !== origin.id) {
    const message = {
      de: `Das Formular „${part.key}“ gehört schon zum Paket „${known.package}“.`,
      en: `The form “${part.key}” belongs to the package “${known.package}” already.`,
    }
    return { problems: [{ file: part.file, at: '', message }] }
  }
  const formId = known?.id ?? (await createForm(db, { key: part.key, unit, title: document.title.de, package: origin.id, now }))
  if (known) {
    await db.updateTable('forms.form').set({ package: origin.id, unit }).where('id', '=', formId).execute()
  }
  if (takesSubmissions) await sendToCases(db as unknown as SubmissionWriting, town, formId, now)
  const live = known?.live_version ? await findVersion(db, formId, known.live_version) : undefined
  if (live && sameDocument(live.document, document)) return { version: live.number, changed: false }
  const version = await publishVersion(db, { formId, document, by, approvedBy: by, now })
  const revision = await saveImported(db, formId, document, by, now)
  await db.updateTable('forms.working_copy').set({ published_revision: revision }).where('form_id', '=', formId).execute()
  return { version, changed: true }
}

/** With what a department changed in the builder and has not published yet. */
export async function currentPart({ kind, key, ...asked }: CurrentPart['input']): Promise<CurrentPart['answer']> {
  if (kind !== 'form') return undefined
  const db = asked.db as unknown as BuilderReading
  const form = await findForm(db, key)
  const copy = form && (await findWorkingCopy(db, form.id))
  return copy && { content: JSON.stringify(copy.document) }
}

/** PostgreSQL keeps the members of an object in an order of its own. */
const sameDocument = (one: FormDocument, other: FormDocument): boolean => inOrder(one) === inOrder(other)

const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

/** A form completes a service, such as `catalogue.service/17`. */
export async function linkForm({ form: key, service, ...asked }: LinkForm['input']): Promise<LinkForm['answer']> {
  const db = asked.db as unknown as Writing
  const form = await findForm(db, key)
  if (!form) return { linked: false }
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('forms.form_service')
    .values({ form_id: form.id, service })
    .onConflict((same) => same.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows)
    await tell(db, { type: 'forms.changed.v1', subjects: [service, formSubject(form.id)], payload: { form: form.id } })
  return { linked: true }
}
