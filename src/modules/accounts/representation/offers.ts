// What representation answers to other rooms, and says in the register of processing.
import type { MessageTemplates } from '../../../contracts/messages.ts'
import type { ErasePerson, MyData } from '../../../contracts/my-data.ts'
import type { ActingPlaces, EnteredBy, MayAct, NoteAct, RepresentativesOf } from '../../../contracts/representation.ts'
import { pathIn } from '../../../kernel/language.ts'
import { type Offer, offer, type Processing } from '../../../kernel/module.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { enteredBy, noteAct } from './act.ts'
import { listReaders, mayAct } from './acting.ts'
import { invitationTemplate } from './invitation.ts'
import { eraseRepresentation, tellRepresentation } from './own-data.ts'
import type { RepresentationTables } from './tables.ts'

type Db = WriteDb<RepresentationTables>

export const representationOffers: readonly Offer[] = [
  offer<ActingPlaces>('acting-places', 1, async (_town, { language }) => ({
    url: pathIn(language, '/accounts/acting'),
    stop: pathIn(language, '/accounts/acting/stop'),
  })),
  offer<MayAct>('may-act', 1, (_town, { db, ...asked }) => mayAct(db, asked)),
  offer<RepresentativesOf>('representatives-of', 1, (_town, { db, organisation, matter }) =>
    listReaders(db, organisation, matter),
  ),
  offer<NoteAct>('note-act', 1, (_town, { db, ...act }) => noteAct(db, act)),
  offer<EnteredBy>('entered-by', 1, (_town, asked) => enteredBy(asked)),
  offer<MyData>('my-data', 1, (_town, { db, person, language }) => tellRepresentation(db as Db, person, language, new Date())),
  offer<ErasePerson>('erase-person', 1, (_town, { db, person, step, now, language }) =>
    eraseRepresentation(db as Db, person, step, language, now),
  ),
  offer<MessageTemplates>('message-templates', 1, async () => [invitationTemplate]),
]

export const representationProcessing: readonly Processing[] = [
  {
    purpose: { de: 'Festhalten, wer für wen handeln darf', en: 'Recording who may act for whom' },
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO, Art. 14 BayVwVfG',
    subjects: { de: 'Vertretene und Vertretende', en: 'represented persons and representatives' },
    categories: {
      de: 'Art und Dauer der Vertretung, gesehener Nachweis, Liste der Handlungen',
      en: 'kind and duration of the representation, proof seen, list of acts',
    },
    recipients: { de: 'Fachbereiche der vertretenen Angelegenheit', en: 'departments of the matter represented' },
    erasedAfter: { de: 'Löschung des Kontos', en: 'deletion of the account' },
  },
  {
    purpose: { de: 'Am Schalter und am Telefon helfen', en: 'Helping at the counter and by phone' },
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
    subjects: { de: 'Personen, denen geholfen wird, Beschäftigte', en: 'persons who are helped, staff' },
    categories: {
      de: 'Name, Anliegen, wie die Identität geprüft wurde, Notizen, wer geholfen hat und wann',
      en: 'name, purpose, how the identity was checked, notes, who helped and when',
    },
    recipients: { de: 'Fachbereich des Anliegens', en: 'department of the matter' },
    erasedAfter: { de: 'Löschung des Kontos', en: 'deletion of the account' },
  },
  {
    purpose: { de: 'Zu einer Organisation einladen', en: 'Inviting to an organisation' },
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO, § 3 OZG',
    subjects: { de: 'Eingeladene, Vertretende', en: 'invited persons, representatives' },
    categories: {
      de: 'Mail-Adresse, Aufgabe, wer eingeladen hat und wann',
      en: 'mail address, role, who invited and when',
    },
    recipients: { de: 'Vertretende der Organisation', en: 'representatives of the organisation' },
    erasedAfter: { de: 'mit der Organisation', en: 'with the organisation' },
  },
]
