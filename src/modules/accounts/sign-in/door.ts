// What the sign-in offers to the house: places, the way back for stopped visitors, templates, links, housekeeping.
import type { AccountLinks } from '../../../contracts/account-links.ts'
import type { InvitationPage } from '../../../contracts/invitations.ts'
import type { MessageTemplates } from '../../../contracts/messages.ts'
import type { ErasePerson, MyData } from '../../../contracts/my-data.ts'
import type { DemoAccounts, SignInFirst, SignInPlaces } from '../../../contracts/sign-in.ts'
import { pathIn } from '../../../kernel/language.ts'
import { type Job, type Offer, offer, type Processing } from '../../../kernel/module.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { accountWords } from './account-words.ts'
import { listDemoAccounts } from './demo.ts'
import { codeTemplate } from './mail-code.ts'
import { eraseOwnWays, tellOwnWays } from './own-ways.ts'
import { stopVisitor } from './stopped.ts'
import type { SignInTables } from './tables.ts'

type Db = WriteDb<SignInTables>

export const signInOffers: readonly Offer[] = [
  offer<SignInPlaces>('sign-in-places', 1, async (_town, { language }) => ({
    signIn: pathIn(language, '/accounts/sign-in'),
    account: pathIn(language, '/accounts'),
    signOut: pathIn(language, '/accounts/sign-out'),
    stay: pathIn(language, '/accounts/stay'),
  })),
  offer<SignInFirst>('sign-in-first', 1, stopVisitor),
  offer<MessageTemplates>('message-templates', 1, async () => [codeTemplate]),
  offer<InvitationPage>('invitation-page', 1, async (town, { token, language }) => ({
    url: `${town.origin}${pathIn(language, '/accounts/invitation')}?token=${encodeURIComponent(token)}`,
  })),
  offer<DemoAccounts>('demo-accounts', 1, (_town, _asked, house) => listDemoAccounts(house)),
  offer<MyData>('my-data', 1, (_town, { db, person, language }) => tellOwnWays(db as Db, person, language)),
  offer<ErasePerson>('erase-person', 1, (_town, { db, ...asked }) => eraseOwnWays(db as Db, asked)),
  offer<AccountLinks>('account-links', 1, async (_town, { language }) => {
    const text = accountWords({ language })
    return [
      { label: text.waysLink, url: pathIn(language, '/accounts/ways'), note: text.waysNote, order: 30 },
      { label: text.sessionsLink, url: pathIn(language, '/accounts/sessions'), note: text.sessionsNote, order: 31 },
    ]
  }),
]

/** What is over: steps, tries whose wait is long past, the id tokens of ended sessions. */
export const signInJobs: readonly Job[] = [
  {
    name: 'accounts.sign-in-housekeeping',
    schedule: '20 * * * *',
    work: async (house, now) => {
      const yesterday = new Date(now.getTime() - 86_400_000)
      for (const town of house.towns.list())
        await town.write(async (db: Db) => {
          await db.deleteFrom('accounts.step').where('expires_at', '<', now).execute()
          await db.deleteFrom('accounts.provider_session').where('expires_at', '<', now).execute()
          await db.deleteFrom('accounts.tries').where('wait_until', '<', yesterday).where('last_at', '<', yesterday).execute()
        })
    },
  },
]

const [de, en] = [accountWords({ language: 'de' }), accountWords({ language: 'en' })]
const both = (key: 'purpose' | 'purposeSubjects' | 'purposeCategories' | 'purposeRecipients' | 'purposeErased') => ({
  de: de[key],
  en: en[key],
})
export const signInProcessing: readonly Processing[] = [
  {
    purpose: both('purpose'),
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
    subjects: both('purposeSubjects'),
    categories: both('purposeCategories'),
    recipients: both('purposeRecipients'),
    erasedAfter: both('purposeErased'),
  },
]
