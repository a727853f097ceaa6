// What this part adds to the door of the room.
import type { DeskSearch, DeskWork, OpenMatters } from '../../../contracts/desk-work.ts'
import type { JudgeAnswers, ShowAnswers } from '../../../contracts/fillings.ts'
import type { PersonOfReference } from '../../../contracts/find-persons.ts'
import type { Health } from '../../../contracts/health.ts'
import type { MessageTemplates } from '../../../contracts/messages.ts'
import type { ErasePerson, MyData } from '../../../contracts/my-data.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import {
  type DeskRoom,
  type Hearing,
  type Job,
  type ModuleDoor,
  type Offer,
  offer,
  type Processing,
} from '../../../kernel/module.ts'
import { closeBatches } from './batch.ts'
import { submissionTemplates } from './confirmation.ts'
import { figureRoutes } from './desk/figure-routes.tsx'
import { mayRead } from './desk/list.ts'
import { ownPath } from './desk/pages.tsx'
import { receiverRoutes } from './desk/receiver-routes.tsx'
import { deskRoutes } from './desk/routes.tsx'
import { writeFigures } from './figures.ts'
import { handOverDue, handOverEverywhere } from './hand-over.ts'
import { handOverRoutes } from './hand-over-routes.ts'
import { chaptersOf, deskHitsOf, deskListsOf, eraseIn, healthOf, mattersOf } from './offers.ts'
import { personOfReference } from './person-of-reference.ts'
import { receiptRoutes } from './receipt-routes.tsx'
import { hearRotation } from './reseal.ts'
import { eraseOld } from './retention.ts'
import { judgeAnswers, showPages } from './shown-pages.ts'
import type { Writing } from './submit.ts'
import { verifyRoutes } from './verify-routes.tsx'

export const roots: readonly string[] = ['/verify']

export const permissions: ModuleDoor['permissions'] = {
  'submission.read': { de: 'Eingegangene Formulare der eigenen Stelle lesen', en: 'Read forms received by the own unit' },
  'submission.export': {
    de: 'Eingegangene Formulare der eigenen Stelle als Datei speichern',
    en: 'Save forms received by the own unit as a file',
  },
  'receiver.write': {
    de: 'Bestimmen, an wen eingegangene Formulare übergeben werden',
    en: 'Decide to whom forms received are handed over',
  },
}

export const processing: readonly Processing[] = [
  {
    purpose: {
      de: 'Formulare entgegennehmen, den Eingang bestätigen und sie der zuständigen Stelle übergeben',
      en: 'To receive forms, to confirm their receipt and to hand them over to the responsible office',
    },
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO; im Einzelnen die Rechtsgrundlage des Formulars',
    subjects: {
      de: 'Wer ein Formular sendet, und Personen, die darin genannt sind',
      en: 'Whoever sends a form, and persons named in it',
    },
    categories: {
      de: 'Angaben und Dateien des Formulars, Zeit des Eingangs, Nachweis der Identität',
      en: 'Answers and files of the form, time of receipt, proof of identity',
    },
    recipients: {
      de: 'Die zuständige Stelle und die Empfänger, die für das Formular bestimmt sind',
      en: 'The responsible office and the receivers set for the form',
    },
    erasedAfter: {
      de: 'Nach der Frist, die im Formular steht; Eingangsnummer, Zeit und Prüfsumme bleiben',
      en: 'After the period that the form names; reference number, time and checksum stay',
    },
  },
]

export const desk: readonly DeskRoom[] = [
  { path: ownPath, permission: mayRead, label: { de: 'Eingegangene Formulare', en: 'Forms received' } },
]

export const offers: readonly Offer[] = [
  offer<MessageTemplates>('message-templates', 1, async () => submissionTemplates),
  offer<PersonOfReference>('person-of-reference', 1, personOfReference),
  offer<DeskWork>('desk-work', 1, (town, { person, language, deputyFor }) =>
    deputyFor ? Promise.resolve([]) : deskListsOf(town, person, language),
  ),
  offer<DeskSearch>('desk-search', 1, (town, { person, language, query }) => deskHitsOf(town, person, language, query)),
  offer<OpenMatters>('open-matters', 1, (town, { subject, language }) => mattersOf(town, subject, language)),
  offer<MyData>('my-data', 1, (town, { db, person, language }) => chaptersOf(town, db as unknown as Writing, person, language)),
  offer<ErasePerson>('erase-person', 1, (town, asked) => eraseIn(town, asked)),
  offer<ShowAnswers>('show-answers', 1, showPages),
  offer<JudgeAnswers>('judge-answers', 1, judgeAnswers),
  offer<Health>('health', 1, (town, { now }) => healthOf(town, now)),
]

export function routes(on: Routes): void {
  receiptRoutes(on)
  verifyRoutes(on)
  handOverRoutes(on)
  deskRoutes(on)
  receiverRoutes(on)
  figureRoutes(on)
}

/** At once after sending; the job tries what failed or was missed. */
export const hearings: readonly Hearing[] = [
  { type: 'forms.submitted.v1', receive: async (town, _event, house) => void (await handOverDue(house, town, new Date())) },
  { type: 'kernel.key-rotated.v1', receive: hearRotation },
]

export const jobs: readonly Job[] = [
  { name: 'forms.hand-over', schedule: '* * * * *', work: handOverEverywhere },
  { name: 'forms.batches', schedule: '10 5 * * *', work: async (house, now) => void (await closeBatches(house, now)) },
  {
    name: 'forms.submission-retention',
    schedule: '35 4 * * *',
    work: async (house, now) => {
      const erased = await eraseOld(house, now)
      if (erased > 0) house.log.info('answers of forms were erased', { submissions: erased, module: 'forms' })
    },
  },
]

/** What was counted and not yet written is written when the process ends. */
export const opened: NonNullable<ModuleDoor['opened']> = (house) => () => writeFigures(house)
