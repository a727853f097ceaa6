// A form with answers of many kinds, drafts of it, and sending them: for tests, benchmarks and endurance runs.
import type { House } from '../../../kernel/house.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Town, WriteDb } from '../../../kernel/town.ts'
import type { Answers, FormDocument } from '../document/document.ts'
import { readyVersion } from '../filling/form-version.ts'
import { createForm, findForm, findFormById, findVersion, publishVersion } from '../form.ts'
import type { FormRow, FormsTables, VersionRow } from '../tables.ts'
import { contentHash, openContent } from './seal.ts'
import { legalBasis, type Sending, type Sent, submit, type Writing } from './submit.ts'

export const sampleDocument: FormDocument = {
  format: 'stadttor-form/1',
  title: { de: 'Bewohnerparkausweis', en: 'Resident parking permit' },
  languages: ['de', 'en'],
  audience: ['person'],
  level: 'none',
  writtenForm: 'none',
  retentionDays: 90,
  contact: { name: 'Parkraumbüro (Beispiel)', phone: '099 123-0', mail: 'parken@example.org' },
  next: { de: 'Wir prüfen Ihre Angaben und schreiben Ihnen.', en: 'We check your answers and write to you.' },
  pages: [
    {
      key: 'person',
      title: { de: 'Über Sie', en: 'About you' },
      items: [
        { kind: 'question', key: 'name', type: 'name', label: { de: 'Name', en: 'Name' } },
        { kind: 'question', key: 'birth', type: 'date', label: { de: 'Geburtsdatum', en: 'Date of birth' } },
        { kind: 'question', key: 'address', type: 'address', label: { de: 'Anschrift', en: 'Address' } },
        {
          kind: 'question',
          key: 'phone',
          type: 'phone',
          label: { de: 'Telefon', en: 'Phone' },
          need: 'reason',
        },
      ],
    },
    {
      key: 'cars',
      title: { de: 'Ihre Fahrzeuge', en: 'Your cars' },
      items: [
        {
          kind: 'group',
          key: 'car',
          title: { de: 'Fahrzeuge', en: 'Cars' },
          repeat: { min: 1, max: 3, one: { de: 'Fahrzeug', en: 'Car' } },
          items: [
            { kind: 'question', key: 'plate', type: 'plate', label: { de: 'Kennzeichen', en: 'Number plate' } },
            {
              kind: 'question',
              key: 'drive',
              type: 'choice',
              label: { de: 'Antrieb', en: 'Drive' },
              choices: [
                { value: 'e', label: { de: 'Elektrisch', en: 'Electric' } },
                { value: 'v', label: { de: 'Verbrenner', en: 'Combustion' } },
              ],
            },
            { kind: 'question', key: 'worth', type: 'money', label: { de: 'Wert', en: 'Worth' } },
          ],
        },
        { kind: 'question', key: 'paper', type: 'files', label: { de: 'Fahrzeugschein', en: 'Registration' }, need: 'optional' },
        { kind: 'question', key: 'true', type: 'consent', label: { de: 'Die Angaben sind wahr', en: 'My answers are true' } },
      ],
    },
  ],
}

export const sampleAnswers: Answers = {
  name: 'Zoë Łukasiewicz',
  birth: '1990-02-03',
  address: { street: 'Rhabarberweg', houseNumber: '7a', postcode: '99999', city: 'Musterstadt' },
  car: [
    { plate: 'MU ZL 1', drive: 'e', worth: 1250050 },
    { plate: 'MU ZL 2', drive: 'v', worth: 80000 },
  ],
  true: true,
}

export type SampleForm = { form: FormRow; version: VersionRow }

export async function publishSample(
  town: Town,
  { key = 'parkausweis', unit = '/', document = sampleDocument, now = new Date() } = {},
): Promise<SampleForm> {
  const id = await town.write(async (db: WriteDb<FormsTables>) => {
    const made = await createForm(db, { key, unit, title: document.title.de, now })
    await publishVersion(db, { formId: made, document, by: null, approvedBy: null, now })
    return made
  })
  return town.read(async (db) => ({
    form: (await findFormById(db as never, id))!,
    version: (await findVersion(db as never, id, 1))!,
  }))
}

type Begun = { owner?: string; now: Date; secretHash?: Buffer }

/** @returns the draft's id, which is its subject where nobody is signed in */
export async function beginDraft(town: Town, { form, version }: SampleForm, { owner, now, secretHash }: Begun): Promise<string> {
  const id = newId(now)
  const subject = owner ?? id
  const look = { subjects: [subject], actor: 'self' as const, purpose: 'Entwurf begonnen', legalBasis: 'Test' }
  await town.personal(look, async (db: WriteDb<FormsTables>) => {
    await db
      .insertInto('forms.draft')
      .values({
        id,
        form_id: form.id,
        version: version.number,
        owner_id: owner ?? null,
        subject,
        state: 'open',
        language: 'de',
        secret_hash: secretHash ?? null,
        level: 'none',
        revision: 1,
        page: null,
        begun_at: now,
        saved_at: now,
        warned_at: null,
        matter: null,
        filling_key: null,
        entered_by: null,
        entered_channel: null,
      })
      .execute()
    await db
      .insertInto('forms.draft_content')
      .values({ draft_id: id, subject_id: subject, sealed: Buffer.of(1) })
      .execute()
  })
  return id
}

export const sendingOf = ({ form, version }: SampleForm, draftId: string, own: Partial<Sending>): Sending => ({
  draftId,
  form,
  version,
  answers: sampleAnswers,
  leftOpen: { phone: 'Ich habe kein Telefon' },
  subject: own.owner ?? draftId,
  actor: 'self',
  level: 'none',
  method: 'none',
  language: 'de',
  files: [],
  now: new Date(),
  ...own,
})

/** Begins a draft and sends it. */
export async function sendSample(house: House, town: Town, sample: SampleForm, own: Partial<Sending> = {}) {
  const now = own.now ?? new Date()
  const draft = await beginDraft(town, sample, { now, ...(own.owner && { owner: own.owner }) })
  return sent(await submit(house, town, sendingOf(sample, draft, { ...own, now })))
}

export function sent(answer: Sent): Extract<Sent, { submission: unknown }> {
  if ('refused' in answer) throw new Error(`It was not sent: ${answer.refused}`)
  return answer
}

/** A form of twenty answers, or the one that is named, with drafts of it: for benchmarks and endurance runs, which find this file by its name. */
export async function makeSender(house: House, town: Town, given?: { form: string; answers: Record<string, unknown> }) {
  const key = given?.form ?? 'zwanzig-angaben'
  const known = await town.read(async (db) => {
    const form = await findForm(db as never, key)
    const version = form && (await findVersion(db as never, form.id, form.live_version ?? 1))
    return version && { form, version }
  })
  const questions = Array.from({ length: 20 }, (_, index) => `q${index}`)
  const document: FormDocument = {
    ...sampleDocument,
    pages: [
      {
        key: 'page',
        title: { de: 'Angaben' },
        items: questions.map((name) => ({ kind: 'question', key: name, type: 'text', label: { de: name } })),
      },
    ],
  }
  const sample = known ?? (await publishSample(town, { key, document }))
  const answers: Answers =
    (given?.answers as Answers | undefined) ??
    Object.fromEntries(questions.map((name) => [name, `Antwort auf ${name}, etwa so lang wie üblich`]))
  // As the pages of the form did before anybody sends it.
  await readyVersion(town, sample.form.id, sample.version.number)
  return {
    begin: () => beginDraft(town, sample, { now: new Date() }),
    /** @returns the submission's id, once it is on disk */
    send: async (draft: string): Promise<string> =>
      sent(await submit(house, town, sendingOf(sample, draft, { now: new Date(), answers, leftOpen: {} }))).submission.id,
    form: sample.form.id,
    /** What is wrong with one that was acknowledged; undefined: it is there once, whole and as it was signed. */
    faultOf: (draft: string, submission: string): Promise<string | undefined> =>
      town.personal({ subjects: [draft], actor: { system: 'forms' }, purpose: 'Probe', legalBasis }, async (db: Writing) => {
        const rows = await db.selectFrom('forms.submission').selectAll().where('draft_id', '=', draft).execute()
        const [row] = rows
        if (!row || rows.length > 1 || row.id !== submission) return `${rows.length} submissions of draft ${draft}`
        const stored = db.selectFrom('forms.submission_content').select('sealed').where('submission_id', '=', row.id)
        const content = await stored.executeTakeFirst()
        if (!content) return `${row.id} has no content`
        const hash = contentHash(openContent(town.dataKey, row.id, content.sealed))
        return hash.equals(row.content_hash) ? undefined : `${row.id} is not what was signed`
      }),
  }
}
