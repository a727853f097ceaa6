// The door: applications from the first answer to the decision.
import type { MessageTemplates } from '../../contracts/messages.ts'
import type { CheckPart, InstallPart } from '../../contracts/package-parts.ts'
import type { ProcessWork } from '../../contracts/process-work.ts'
import type { ReceiveSubmission } from '../../contracts/submissions.ts'
import { type ModuleDoor, offer } from '../../kernel/module.ts'
import type { Writing } from './case.ts'
import { issue } from './decision/issue.ts'
import { noteDelivery } from './decision/post.ts'
import { decisionRoutes } from './decision/routes.tsx'
import { hearings as deskHearings, offers as deskOffers, deskRooms, deskRoutes } from './desk/door.ts'
import { receiveSubmission } from './intake/receive.ts'
import * as mine from './mine/door.ts'
import { templates } from './news.ts'
import { checkRegister } from './process/check-register.ts'
import { remind } from './process/remind.ts'
import { close, doWork, step } from './process/work.ts'
import { checkPart, installPart } from './type/package-part.ts'

const topics = {
  'cases.step': step,
  'cases.issue': issue,
  'cases.close': close,
  'cases.check-register': checkRegister,
  'cases.remind': remind,
}

const door: ModuleDoor = {
  name: 'cases',
  officialName: 'Vorgangsbearbeitung',
  permissions: {
    'case.read': { de: 'Vorgänge der eigenen Stelle ansehen', en: 'Look at cases of the own unit' },
    'case.work': { de: 'Vorgänge der eigenen Stelle bearbeiten', en: 'Work on cases of the own unit' },
    'case.decide': { de: 'Über Vorgänge entscheiden', en: 'Decide cases' },
    'case.intake': {
      de: 'Anträge auf Papier, am Telefon und am Schalter aufnehmen',
      en: 'Take in applications on paper, by phone and at the counter',
    },
    'case.give-opinion': {
      de: 'Stellungnahmen zu Vorgängen anderer Stellen abgeben',
      en: 'Give opinions on cases of other units',
    },
  },
  processing: [
    {
      purpose: { de: 'Anträge bearbeiten und entscheiden', en: 'To handle and decide applications' },
      legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit dem Fachrecht der Leistung',
      subjects: { de: 'Antragstellende, Vertretungen, Betroffene', en: 'Applicants, representatives, persons affected' },
      categories: {
        de: 'Angaben und Unterlagen zum Antrag, Namen und Anschrift, Verlauf, Begründungen, Entscheidung',
        en: 'Answers and papers of the application, names and address, history, reasons, decision',
      },
      recipients: {
        de: 'Die zuständige Stelle; Stellen, die um Stellungnahme gebeten werden',
        en: 'The competent unit; units asked for their opinion',
      },
      erasedAfter: {
        de: 'nach der Frist des Vorgangstyps ab Ende des Jahres, in dem der Vorgang endet',
        en: 'after the period of the kind of case from the end of the year in which the case ends',
      },
    },
  ],
  account: [...mine.account],
  roots: [...mine.roots],
  desk: [
    ...deskRooms,
    {
      path: '/desk/cases/post',
      permission: 'cases.case.decide',
      label: { de: 'Bescheide für die Post', en: 'Decisions for the post' },
      rare: true,
    },
  ],
  hears: [...deskHearings, { type: 'mailbox.delivery-settled.v1', receive: (town, event) => noteDelivery(town, event) }],
  offers: [
    ...deskOffers,
    offer<ReceiveSubmission>('receive-submission', 1, (town, { db, ...asked }, house) =>
      receiveSubmission(house, town, { db: db as unknown as Writing, ...asked }),
    ),
    offer<ProcessWork>('process-work', 1, (town, asked, house) => doWork(house, town, topics, asked)),
    offer<MessageTemplates>('message-templates', 1, async () => templates),
    offer<CheckPart>('check-package-part', 1, async (_town, asked) => checkPart(asked)),
    offer<InstallPart>('install-package-part', 1, (_town, asked) => installPart(asked)),
    ...mine.offers,
  ],
  jobs: [...mine.jobs],
  routes: (on) => {
    mine.routes(on)
    decisionRoutes(on)
    deskRoutes(on)
  },
}

export default door
