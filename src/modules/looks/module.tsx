// The door: who used my data, objections, the data-protection officer's desk, the register of processing, the audit list.
import type { AccountLinks } from '../../contracts/account-links.ts'
import type { DeskWork } from '../../contracts/desk-work.ts'
import type { MessageTemplates } from '../../contracts/messages.ts'
import type { ErasePerson, MyData } from '../../contracts/my-data.ts'
import { pathIn } from '../../kernel/language.ts'
import { type ModuleDoor, offer } from '../../kernel/module.ts'
import { deskRoutes } from './desk-routes.tsx'
import { deskWords } from './desk-words.ts'
import { chaptersOf, eraseOwn } from './my-data.ts'
import { countOpenObjections } from './objection.ts'
import { registerRoutes } from './register-routes.tsx'
import { residentRoutes } from './resident-routes.tsx'
import { looksWords } from './words.ts'

const door: ModuleDoor = {
  name: 'looks',
  officialName: 'Protokoll der Datennutzung',
  roots: ['/desk/privacy'],
  permissions: {
    'log.read': {
      de: 'Das Protokoll der Zugriffe einer Person mit Zweck lesen',
      en: "Read the log of accesses to a person's data, with a purpose",
      administrative: true,
      wholeTown: true,
    },
    'log.hide': {
      de: 'Einträge des Protokolls nach einem Gesetz vorübergehend verbergen',
      en: 'Hide entries of the log for a time where a law permits it',
      administrative: true,
      wholeTown: true,
    },
    'objection.answer': { de: 'Einwände gegen Zugriffe beantworten', en: 'Answer objections to accesses', wholeTown: true },
    'register.read': {
      de: 'Das Verzeichnis von Verarbeitungstätigkeiten lesen',
      en: 'Read the register of processing activities',
      wholeTown: true,
    },
    'audit.read': { de: 'Das Sicherheitsprotokoll lesen', en: 'Read the security audit', administrative: true, wholeTown: true },
  },
  processing: [
    {
      purpose: { de: 'Einwände gegen Zugriffe prüfen und beantworten', en: 'Checking and answering objections to accesses' },
      legalBasis: 'Art. 12 Abs. 3, Art. 38 Abs. 4 DSGVO',
      subjects: { de: 'Menschen mit Konto', en: 'People with an account' },
      categories: { de: 'Begründung, Antwort, der Zugriff', en: 'Reason, answer, the access' },
      recipients: { de: 'Datenschutzbeauftragte', en: 'data protection officer' },
      erasedAfter: { de: 'auf Antrag auf Löschung des Kontos', en: 'when the erasure of the account is requested' },
    },
    {
      purpose: {
        de: 'Protokolle der Datennutzung auf Anfrage prüfen, Einträge auf Anordnung eines Gesetzes verbergen',
        en: 'Checking logs of accesses on request, hiding entries where a law demands it',
      },
      legalBasis: 'Art. 38 Abs. 4, Art. 39 Abs. 1, Art. 23 DSGVO',
      subjects: { de: 'Menschen mit Konto, Datenschutzbeauftragte', en: 'People with an account, data protection officers' },
      categories: {
        de: 'um wen es geht, Zweck, wer gefragt hat und wann; Gesetz und Grund des Verbergens',
        en: 'whom it is about, purpose, who asked and when; law and reason of hiding',
      },
      recipients: { de: 'Datenschutzbeauftragte', en: 'data protection officer' },
      erasedAfter: {
        de: 'noch ohne Frist: Nachweis der Kontrolle',
        en: 'no time set yet: evidence of supervision',
      },
    },
  ],
  account: [{ path: '/looks', label: { de: 'Zugriffe', en: 'Accesses' }, order: 42 }],
  desk: [{ path: '/desk/looks', permission: 'looks.objection.answer', label: { de: 'Datenschutz', en: 'Data protection' } }],
  offers: [
    offer<MyData>('my-data', 1, (_town, asked, house) =>
      chaptersOf(asked, new Map(house.modules.map(({ name, officialName }) => [name, officialName]))),
    ),
    offer<ErasePerson>('erase-person', 1, (_town, asked) => eraseOwn(asked)),
    offer<AccountLinks>('account-links', 1, async (_town, { language }) => {
      const { title, linkNote } = looksWords({ language })
      return [{ label: title, url: pathIn(language, '/looks'), note: linkNote, order: 42 }]
    }),
    offer<DeskWork>('desk-work', 1, async (town, { person, language, today }) => {
      if (!person.permissions.has('looks.objection.answer')) return []
      const { open, overdue, dueToday } = await countOpenObjections(town, today)
      const title = deskWords({ language }).workList
      return [{ title, url: pathIn(language, '/desk/looks'), count: open, overdue, dueToday }]
    }),
    offer<MessageTemplates>('message-templates', 1, async () => [
      {
        key: 'looks.objection-answered',
        sentWhen: {
          de: looksWords({ language: 'de' }).messageSentWhen,
          en: looksWords({ language: 'en' }).messageSentWhen,
        },
        placeholders: [],
        texts: {
          de: {
            subject: 'Antwort auf Ihren Einwand',
            text: 'Guten Tag,\n\nIhr Einwand ist beantwortet. Sie finden die Antwort im Rathaus online unter „Wer hat meine Daten genutzt?“.',
          },
          en: {
            subject: 'Answer to your objection',
            text: 'Hello,\n\nyour objection is answered. You find the answer in the online town hall under “Who used my data?”.',
          },
        },
      },
    ]),
  ],
  routes: (on) => {
    residentRoutes(on)
    deskRoutes(on)
    registerRoutes(on)
  },
}

export default door
