// A kind of case of a resident parking permit, its form and its process, and cases of it: for tests, benchmarks and pictures.
import type { InstallPart, PackagePart } from '../../../contracts/package-parts.ts'
import type { HandedSubmission } from '../../../contracts/submissions.ts'
import type { House } from '../../../kernel/house.ts'
import { newId } from '../../../kernel/ids.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { newReference } from '../../../kernel/reference.ts'
import { openSession } from '../../../kernel/sessions.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { Town, TownSql, WriteDb } from '../../../kernel/town.ts'
import { legalBasis, type Writing } from '../case.ts'
import { receiveSubmission } from '../intake/receive.ts'
import type { CaseType } from '../type/case-type.ts'

const both = (de: string, en: string) => ({ de, en })
const source = { law: '§ 45 StVO', date: '2026-01-01', source: 'Beispiel', verified: false }

const question = (key: string, type: string, de: string, en: string, more: object = {}) => ({
  kind: 'question',
  key,
  type,
  label: both(de, en),
  ...more,
})

export const sampleForm: unknown = {
  format: 'stadttor-form/1',
  title: both('Bewohnerparkausweis', 'Resident parking permit'),
  languages: ['de', 'en'],
  audience: ['person'],
  level: 'none',
  writtenForm: 'none',
  retentionDays: 90,
  contact: { name: 'Parkraumbüro (Beispiel)', phone: '099 123-0', mail: 'parken@example.org' },
  privacy: both('Wir brauchen Ihre Angaben für den Ausweis (Beispiel).', 'We need your answers for the permit (example).'),
  next: both('Wir prüfen Ihre Angaben und schreiben Ihnen.', 'We check your answers and write to you.'),
  pages: [
    {
      key: 'person',
      title: both('Über Sie', 'About you'),
      items: [
        question('given', 'text', 'Vorname', 'First name', { maxLength: 100 }),
        question('family', 'text', 'Nachname', 'Family name', { maxLength: 100 }),
        question('address', 'address', 'Anschrift', 'Address'),
      ],
    },
    {
      key: 'car',
      title: both('Ihr Fahrzeug', 'Your car'),
      items: [
        question('plate', 'text', 'Kennzeichen', 'Number plate', { maxLength: 20 }),
        question('zone', 'text', 'Parkzone', 'Parking zone', { maxLength: 20 }),
        question('paper', 'files', 'Fahrzeugschein', 'Registration paper', { need: 'optional' }),
      ],
    },
  ],
}

export const sampleType = (own: Partial<CaseType> = {}): CaseType => ({
  format: 'stadttor-case/1',
  key: 'parking',
  title: both('Bewohnerparkausweis', 'Resident parking permit'),
  form: 'parking',
  process: 'parking',
  procedureLaw: 'BayVwVfG',
  level: 'none',
  parties: ['person'],
  names: { givenName: 'given', familyName: 'family', address: 'address' },
  facts: [{ name: 'zone', title: both('Zone', 'Zone'), value: 'zone', column: true }],
  steps: [
    {
      key: 'received',
      title: both('Eingegangen', 'Received'),
      now: both('Ihr Antrag ist da.', 'Your application is here.'),
      days: 2,
    },
    { key: 'check', title: both('In Prüfung', 'Being checked'), now: both('Wir prüfen.', 'We check.'), days: 5 },
    { key: 'done', title: both('Entschieden', 'Decided'), now: both('Es ist entschieden.', 'It is decided.') },
  ],
  deadline: { days: 30, count: 'calendar', source },
  hearing: {
    before: ['refused'],
    days: 14,
    text: both('Wir wollen Ihren Antrag ablehnen. Was sagen Sie dazu?', 'We intend to refuse your application. What do you say?'),
    source,
  },
  outcomes: [
    {
      key: 'granted',
      title: both('Ausweis bewilligen', 'Grant the permit'),
      done: both('Ausweis bewilligt', 'Permit granted'),
      burdening: false,
      letter: {
        subject: both('Ihr Bewohnerparkausweis', 'Your resident parking permit'),
        paragraphs: [{ text: both('Ihr Antrag ist bewilligt.', 'Your application is granted.') }],
        basis: [source],
      },
    },
    {
      key: 'refused',
      title: both('Antrag ablehnen', 'Refuse the application'),
      done: both('Antrag abgelehnt', 'Application refused'),
      burdening: true,
      letter: {
        subject: both('Ihr Antrag auf einen Bewohnerparkausweis', 'Your application for a resident parking permit'),
        paragraphs: [{ text: both('Ihr Antrag ist abgelehnt.', 'Your application is refused.') }],
        basis: [source],
      },
    },
  ],
  remedy: {
    '*': { kind: 'action', months: 1, to: both('Verwaltungsgericht (Beispiel)', 'Administrative court (example)'), source },
  },
  delivery: { mailbox: 'BayDiG', post: 'post' },
  filing: { plan: '1', years: 10, source },
  textBlocks: [
    {
      key: 'paper',
      title: both('Fahrzeugschein fehlt', 'Registration paper is missing'),
      text: both('Uns fehlt Ihr Fahrzeugschein. Danach geht es weiter.', 'Your registration paper is missing. Then we go on.'),
    },
  ],
  ...own,
})

/** Decide, ask back, hear, withdraw: as packages write it. */
export const sampleProcess = (id: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:stadttor="urn:stadttor:bpmn:1" targetNamespace="urn:sample">
<bpmn:message id="Answered" name="cases.answered"/>
<bpmn:message id="HeardMessage" name="cases.heard"/>
<bpmn:process id="${id}" name="Bewohnerparkausweis" isExecutable="true">
<bpmn:startEvent id="Start"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
<bpmn:userTask id="Decide" name="Antrag entscheiden" stadttor:form="cases.decide" stadttor:unit="= unit"><bpmn:incoming>a</bpmn:incoming><bpmn:incoming>e</bpmn:incoming><bpmn:incoming>h</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing></bpmn:userTask>
<bpmn:exclusiveGateway id="Next" default="c"><bpmn:incoming>b</bpmn:incoming><bpmn:outgoing>c</bpmn:outgoing><bpmn:outgoing>d</bpmn:outgoing><bpmn:outgoing>g</bpmn:outgoing></bpmn:exclusiveGateway>
<bpmn:receiveTask id="Answer" messageRef="Answered" stadttor:key="= caseId"><bpmn:incoming>d</bpmn:incoming><bpmn:outgoing>e</bpmn:outgoing></bpmn:receiveTask>
<bpmn:receiveTask id="Heard" messageRef="HeardMessage" stadttor:key="= caseId"><bpmn:incoming>g</bpmn:incoming><bpmn:outgoing>h</bpmn:outgoing></bpmn:receiveTask>
<bpmn:serviceTask id="Issue" stadttor:topic="cases.issue"><bpmn:extensionElements><stadttor:input to="outcome" from="= outcome"/></bpmn:extensionElements><bpmn:incoming>c</bpmn:incoming><bpmn:outgoing>i</bpmn:outgoing></bpmn:serviceTask>
<bpmn:serviceTask id="Close" stadttor:topic="cases.close"><bpmn:extensionElements><stadttor:input to="outcome" from="= outcome"/></bpmn:extensionElements><bpmn:incoming>i</bpmn:incoming><bpmn:outgoing>f</bpmn:outgoing></bpmn:serviceTask>
<bpmn:endEvent id="End"><bpmn:incoming>f</bpmn:incoming></bpmn:endEvent>
<bpmn:sequenceFlow id="a" sourceRef="Start" targetRef="Decide"/>
<bpmn:sequenceFlow id="b" sourceRef="Decide" targetRef="Next"/>
<bpmn:sequenceFlow id="c" sourceRef="Next" targetRef="Issue"/>
<bpmn:sequenceFlow id="d" sourceRef="Next" targetRef="Answer"><bpmn:conditionExpression>next = "ask"</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="e" sourceRef="Answer" targetRef="Decide"/>
<bpmn:sequenceFlow id="g" sourceRef="Next" targetRef="Heard"><bpmn:conditionExpression>next = "hear"</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="h" sourceRef="Heard" targetRef="Decide"/>
<bpmn:sequenceFlow id="i" sourceRef="Issue" targetRef="Close"/>
<bpmn:sequenceFlow id="f" sourceRef="Close" targetRef="End"/>
</bpmn:process>
</bpmn:definitions>`

/** Form, process and kind of case by the contract that packages use; each room takes its own part. */
export async function installSample(
  house: House,
  town: Town,
  { unit, now, type = sampleType() }: { unit: string; now: Date; type?: CaseType },
): Promise<void> {
  const parts: PackagePart[] = [
    { kind: 'form', key: type.form, file: 'form.json', content: JSON.stringify(sampleForm) },
    { kind: 'process', key: type.process, file: 'process.bpmn', content: sampleProcess(type.process) },
    { kind: 'case-type', key: type.key, file: 'case.json', content: JSON.stringify(type) },
  ]
  await town.write(async (db: Writing) => {
    for (const part of parts) {
      const asked = {
        db: db as unknown as TownSql,
        part,
        all: parts,
        origin: { id: 'sample', version: '1.0.0' },
        unit,
        by: null,
        now,
      }
      for (const room of house.neighbours<InstallPart>(town, 'install-package-part')) {
        const taken = await room.ask(asked)
        if (taken && 'problems' in taken) throw new Error(JSON.stringify(taken.problems))
      }
    }
  })
}

export type Sample = {
  /** Of the form server; made up where none is there. */
  form: { id: string; version: number }
  formKey: string
  now: Date
  owner?: string
  given?: string
  family?: string
  zone?: string
  answers?: Record<string, unknown>
  matter?: HandedSubmission['matter']
  holder?: string
  enteredBy?: HandedSubmission['enteredBy']
}

/** What a resident sent, taken over as from the form server. @returns id, reference and holder of the case */
export async function sendSample(
  house: House,
  town: Town,
  asked: Sample,
): Promise<{ id: string; reference: string; holder: string }> {
  const { form, formKey, now, owner, given = 'Anna', family = 'Muster', zone = 'A1' } = asked
  const holder = asked.holder ?? owner ?? newId(now)
  const file = { id: newId(now), name: 'Quittung.pdf', mediaType: 'application/pdf', size: 0, url: '' }
  const address = { street: 'Rhabarberweg', houseNumber: '7a', postcode: '99999', city: 'Musterstadt' }
  const submission: HandedSubmission = {
    id: newId(now),
    reference: newReference(),
    form: { id: form.id, key: formKey, version: form.version, title: 'Bewohnerparkausweis' },
    unit: '/',
    routingTarget: 'cases',
    receivedAt: now.toISOString(),
    language: 'de',
    level: 'none',
    method: 'none',
    sender: owner ? { person: owner } : {},
    primaryDocument: file,
    answers: { given, family, address, plate: 'MU AM 1', zone, ...asked.answers },
    leftOpen: {},
    ...(asked.matter && { matter: asked.matter }),
    ...(asked.enteredBy && { enteredBy: asked.enteredBy }),
    attachments: [],
    parameters: {},
    seal: { contentHash: '', signature: '' },
  }
  const look = { subjects: [holder], actor: 'self', purpose: 'Antrag gesendet', legalBasis }
  return town.personal(look, async (db: Writing) => {
    await receiveSubmission(house, town, { db, submission, holder, now })
    const row = await db
      .selectFrom('cases.submission as s')
      .innerJoin('cases.case as c', (on) => on.onRef('c.town_id', '=', 's.town_id').onRef('c.id', '=', 's.case_id'))
      .select(['c.id', 'c.reference'])
      .where('s.id', '=', submission.id)
      .executeTakeFirstOrThrow()
    return { ...row, holder }
  })
}

/** Steps of processes are tasks too: who works on cases may do them. */
const everything = [
  ...['read', 'work', 'decide', 'intake', 'give-opinion'].map((verb) => `cases.case.${verb}`),
  'processes.task.work',
]
type Hired = { unit: string; permissions?: readonly string[] | undefined; familyName?: string | undefined; now: Date }

/** A member of staff with a role for one unit, and an open session. */
export async function hireClerk(
  town: Town,
  { unit, permissions = everything, familyName = 'Kanzlei', now }: Hired,
): Promise<{ id: string; session: string; grant: string }> {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Karl', familyName }, now)
  await foundUnits(town, [unit === '/' ? '/rathaus/' : unit])
  const grant = await town.write(async (db: WriteDb<KernelTables>) => {
    const [role, given] = [newId(), newId()]
    const home = unit === '/' ? '/rathaus/' : unit
    const { id: unitId } = await db.selectFrom('kernel.unit').select('id').where('path', '=', home).executeTakeFirstOrThrow()
    await db
      .insertInto('kernel.role')
      .values({ id: role, key: `r${role.slice(-12)}`, name: 'Rolle', permissions: [...permissions] })
      .execute()
    await db.insertInto('kernel.membership').values({ person_id: id, unit_id: unitId, state: 'confirmed' }).execute()
    const ends = { deputy_of: null, granted_by: null, starts_at: now, ends_at: null, revoked_at: null }
    const at = unit === '/' ? null : unitId
    await db
      .insertInto('kernel.role_grant')
      .values({ id: given, person_id: id, role_id: role, unit_id: at, ...ends })
      .execute()
    return given
  })
  return { id, session: await openSession(town, id, 'basic', now), grant }
}

export const foundUnits = (town: Town, paths: readonly string[]): Promise<void> =>
  town.write(async (db: WriteDb<KernelTables>) => {
    for (const path of paths) {
      const known = await db.selectFrom('kernel.unit').select('id').where('path', '=', path).executeTakeFirst()
      const key = path.slice(1, -1).replaceAll('/', '-')
      const unit = { id: newId(), key, path, parent_id: null, kind: 'unit', name: `Amt ${key}`, closed_at: null } as const
      if (!known) await db.insertInto('kernel.unit').values(unit).execute()
    }
  })
