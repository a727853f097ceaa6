// What the profile answers to other rooms, runs by itself, and says in the register of processing.
import type { AccountLinks } from '../../../contracts/account-links.ts'
import type { ConsentGiven } from '../../../contracts/consents.ts'
import type { FindPersons, SearchByName } from '../../../contracts/find-persons.ts'
import type { ContactOf, MessageTemplates } from '../../../contracts/messages.ts'
import type { ErasePerson, MyData } from '../../../contracts/my-data.ts'
import type { InterestsOf, PersonalSettings } from '../../../contracts/personal-hall.ts'
import type { ProfileValues } from '../../../contracts/profile-values.ts'
import type { RepresentableMatters } from '../../../contracts/representation.ts'
import type { IdentityProven } from '../../../contracts/sign-in.ts'
import { pathIn } from '../../../kernel/language.ts'
import { type Job, type Offer, offer, type Processing } from '../../../kernel/module.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { assistPermission } from '../representation/assistance.ts'
import { takeIdentity } from './claims.ts'
import { findConsent } from './consent.ts'
import { correctionTemplate } from './correction.ts'
import { carryOnErasures } from './erasure.ts'
import { lookUpPersons } from './find-person.ts'
import { mailCodeTemplate } from './mail-change.ts'
import { eraseOwnData, tellOwnData } from './own-data.ts'
import { accountBasis } from './own-look.ts'
import { findContact, readPreference } from './preference.ts'
import type { ProfileTables } from './tables.ts'
import { profileValues } from './values.ts'
import { profileWords } from './words.ts'

type Db = WriteDb<ProfileTables>

export const profileOffers: readonly Offer[] = [
  offer<ContactOf>('contact-of', 1, (_town, { db, person }) => findContact(db as Db, person)),
  offer<ProfileValues>('profile-values', 1, (_town, { db, person }) => profileValues(db as Db, person)),
  offer<InterestsOf>('interests-of', 1, async (town, { person }) => {
    const look = { subjects: [person], actor: 'self', purpose: 'Vorschläge auf der Startseite', legalBasis: accountBasis }
    const { offers, interests } = await town.personal(look, (db: Db) => readPreference(db, person))
    return offers ? interests : 'off'
  }),
  offer<PersonalSettings>('personal-settings', 1, async (_town, { language }) => ({
    url: pathIn(language, '/accounts/profile/interests'),
  })),
  offer<ConsentGiven>('consent-given', 1, async (_town, { db, person, purpose, receiver, version }) => {
    const found = await findConsent(db as Db, person, purpose, receiver)
    return found?.version === version ? { since: found.given_at } : undefined
  }),
  offer<MyData>('my-data', 1, (_town, { db, person, language }) => tellOwnData(db as Db, person, language)),
  offer<ErasePerson>('erase-person', 1, (_town, { db, person, step, language }) =>
    eraseOwnData(db as Db, person, step, language),
  ),
  offer<RepresentableMatters>('representable-matters', 1, async (_town, { language }) => {
    const text = profileWords({ language })
    return [
      { key: 'accounts.profile', label: text.matterProfile },
      { key: 'accounts.consents', label: text.matterConsents },
    ]
  }),
  offer<SearchByName>('search-by-name', 1, async (_town, { by }) => by.permissions.has(assistPermission)),
  offer<FindPersons>('find-persons', 1, (town, asked, house) =>
    lookUpPersons(house, town, { ...asked, byName: asked.by.permissions.has(assistPermission) }),
  ),
  offer<IdentityProven>('identity-proven', 1, (town, proven) => takeIdentity(town, proven)),
  offer<AccountLinks>('account-links', 1, async (_town, { kind, language }) => {
    const text = profileWords({ language })
    const links = [
      { label: text.profile, note: text.profileNote, url: '/accounts/profile', order: 20 },
      { label: text.acting, note: text.actingNote, url: '/accounts/acting', order: 25 },
      { label: text.consents, note: text.consentsNote, url: '/accounts/consents', order: 40 },
      { label: text.myData, note: text.myDataNote, url: '/accounts/data', order: 41 },
    ]
    const shown = kind === 'staff' ? links.filter(({ order }) => order === 41) : links
    return shown.map((link) => ({ ...link, url: pathIn(language, link.url) }))
  }),
  offer<MessageTemplates>('message-templates', 1, async () => [mailCodeTemplate, correctionTemplate]),
]

export const profileJobs: readonly Job[] = [
  { name: 'carry-on-erasures', schedule: '*/5 * * * *', work: (house, now) => carryOnErasures(house, now) },
]

export const profileProcessing: readonly Processing[] = [
  {
    purpose: { de: 'Konto führen und Person erreichen', en: 'Keeping the account and reaching the person' },
    legalBasis: `${accountBasis}, § 3 OZG`,
    subjects: { de: 'Personen mit Konto', en: 'persons with an account' },
    categories: {
      de: 'Kontonummer, Name und Suchwerte dazu, Geburtsdatum, Anschrift, Kontakt, Sprache, Einstellungen, Interessen, Einwilligungen',
      en: 'account number, name and values to find it by, date of birth, address, contact, language, settings, interests, consents',
    },
    recipients: { de: 'Fachbereiche, bei denen die Person etwas erledigt', en: 'departments with which the person has business' },
    erasedAfter: { de: 'Löschung des Kontos', en: 'deletion of the account' },
  },
  {
    purpose: {
      de: 'Berichtigung und Löschung auf Antrag, mit Bericht',
      en: 'Rectification and erasure on request, with a report',
    },
    legalBasis: 'Art. 16, 17 DSGVO',
    subjects: { de: 'Personen mit Konto', en: 'persons with an account' },
    categories: {
      de: 'Wunsch und Antwort; Zeit und Schritte der Löschung ohne Namen',
      en: 'wish and answer; time and steps of the erasure without names',
    },
    recipients: { de: 'Beschäftigte mit dieser Aufgabe', en: 'staff with this task' },
    erasedAfter: {
      de: 'Wunsch und Antwort mit dem Konto; der Nachweis der Löschung bleibt',
      en: 'wish and answer with the account; the evidence of the erasure stays',
    },
  },
]
