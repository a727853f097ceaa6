// A form with something of everything, and colleagues who may build it, made as the builder makes them.
import { renderToString } from 'preact-render-to-string'
import type { Frame } from '../../../design/frame.ts'
import { grantPermission, registerPerson } from '../../../kernel/people.ts'
import { openSession } from '../../../kernel/sessions.ts'
import type { Town } from '../../../kernel/town.ts'
import { documentFormat, type FormDocument } from '../document/document.ts'
import { checkForm } from './checklist.ts'
import { type DeskForm, mayApprove, mayEdit } from './desk-form.ts'
import { beginForm } from './form-list.ts'
import { OverviewPage } from './overview-pages.tsx'
import { structureOf } from './page-structure.tsx'
import { PreviewPanel } from './preview.tsx'
import type { BuilderWriting } from './working-copy.ts'

const t = (de: string) => ({ de })

/** Invented for tests and the demonstration. */
export const parkingForm: FormDocument = {
  format: documentFormat,
  title: t('Bewohnerparkausweis beantragen'),
  lead: t('Mit dem Ausweis parken Sie in der Nähe Ihrer Wohnung.'),
  languages: ['de'],
  audience: ['person'],
  level: 'none',
  writtenForm: 'none',
  needs: [t('Fahrzeugschein')],
  minutes: 5,
  legalBasis: '§ 45 Abs. 1b StVO (Beispiel)',
  privacy: t('Wir verwenden Ihre Angaben nur für diesen Antrag. (Beispiel)'),
  contact: { name: 'Bürgerbüro (Beispiel)', phone: '0800 0000000' },
  retentionDays: 90,
  next: t('Wir prüfen Ihren Antrag. Sie bekommen den Ausweis per Post.'),
  pages: [
    {
      key: 'wohnung',
      title: t('Ihre Wohnung'),
      items: [
        { kind: 'question', key: 'wohntHier', type: 'yesNo', label: t('Wohnen Sie in der Stadt?') },
        { kind: 'question', key: 'anschrift', type: 'address', label: t('Wo wohnen Sie?'), showWhen: 'wohntHier = true' },
      ],
      exits: [{ when: 'wohntHier = false', title: t('Der Ausweis ist nur für Bewohner'), text: t('Fragen Sie Ihre Gemeinde.') }],
    },
    {
      key: 'fahrzeug',
      title: t('Ihr Fahrzeug'),
      lead: t('Der Ausweis gilt für ein Fahrzeug.'),
      items: [
        {
          kind: 'question',
          key: 'kennzeichen',
          type: 'plate',
          label: t('Wie lautet Ihr Kennzeichen?'),
          hint: t('Es steht im Fahrzeugschein unter A.'),
        },
        {
          kind: 'question',
          key: 'halter',
          type: 'choice',
          label: t('Wem gehört das Fahrzeug?'),
          choices: [
            { value: 'mir', label: t('Mir') },
            { value: 'firma', label: t('Meiner Firma') },
          ],
        },
        { kind: 'question', key: 'bestaetigung', type: 'files', label: t('Bestätigung der Firma'), showWhen: 'halter = "firma"' },
      ],
    },
  ],
}

export async function staffMember(
  town: Town,
  familyName: string,
  now: Date,
  permissions: readonly string[] = [mayEdit, mayApprove],
): Promise<{ id: string; session: string }> {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Test', familyName }, now)
  for (const permission of permissions) await grantPermission(town, id, permission)
  return { id, session: await openSession(town, id, 'substantial', now) }
}

/** @returns the id of the form */
export async function buildForm(town: Town, by: string, now: Date, document = parkingForm): Promise<string> {
  const person = { personId: by, units: new Map([[mayEdit, ['/']]]) } as unknown as Parameters<typeof beginForm>[2]
  const made = await town.write((db: BuilderWriting) =>
    beginForm(db, { title: document.title.de, key: '', unit: '/', kind: 'application' }, person, now, document),
  )
  if (typeof made === 'string') throw new Error(made)
  return made.id
}

/** Draws what an editor sees when they open a form, as the database hands its document over: its overview, its first page, its check list. */
export function drawBuilder(frame: Frame, stored: string, now: Date): { overview: string; page: string; points: number } {
  const document = JSON.parse(stored) as FormDocument
  const url = (path = ''): string => `/desk/forms/x/${path}`
  const row = { live_version: null, paused: null, kind: 'application' }
  const open = { form: row, copy: { document, revision: 1, asked_at: null }, person: {}, url } as unknown as DeskForm
  const overview = renderToString(OverviewPage({ frame, open, typed: '', problems: [] }))
  const page = renderToString(PreviewPanel({ frame, open, page: document.pages[0]! }))
  const structure = structureOf(frame, document)
  return { overview, page, points: checkForm(document, { reader: frame, kind: 'application', now, structure }).length }
}
