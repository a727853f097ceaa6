// The addresses of the profile.
import type { Interests } from '../../../contracts/personal-hall.ts'
import type { FieldProblem } from '../../../design/fields.tsx'
import { type SignedIn, self } from '../../../kernel/access.ts'
import { type Answer, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { readMailAddress } from '../../../kernel/mail-address.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { ReadDb, WriteDb } from '../../../kernel/town.ts'
import { foreignCharacters, searchForm, tidyName } from '../../../standards/din91379/names.ts'
import type { SignInTables } from '../sign-in/tables.ts'
import { listProvenMails } from '../sign-in/way.ts'
import { accountNumberOf } from './account-number.ts'
import { OnlyOneselfPage } from './account-page.tsx'
import { fieldValue, noteFields, readFields, typedOf } from './field.ts'
import { type Group, groups } from './groups.ts'
import { askForMailCode, codeMinutes, confirmMail, findMailChange } from './mail-change.ts'
import { ownLook } from './own-look.ts'
import { changePreference, type Preference, readPreference } from './preference.ts'
import { GroupPage, ProfilePage } from './profile-pages.tsx'
import { CodePage, InterestsPage, MailPage, ReachPage, type ReachTyped } from './reach-pages.tsx'
import { inProfile } from './subject.ts'
import type { FieldName, ProfileTables } from './tables.ts'
import { type ProfileWords, profileWords } from './words.ts'

export type Db = WriteDb<ProfileTables>
export type Own = Visit & { person: SignedIn }
/** Behind `self` and `resident` somebody is always signed in. */
export const own = (visit: Visit): Own => visit as Own

const readShown = (visit: Own) =>
  inProfile(visit, { noun: 'profile', verb: 'read', purpose: 'Profil angesehen' }, async (db, subject) => ({
    fields: await readFields(db, subject),
    number: showReference(await accountNumberOf(db, subject)),
    preference: await readPreference(db, subject),
    // With what somebody signs in is nobody else's business.
    provenMails: subject === visit.person.personId ? await listProvenMails(db as unknown as ReadDb<SignInTables>, subject) : [],
  }))

/** While somebody acts for another person, for what belongs to each person alone, or where the authority does not reach. */
export const onlyOneself = (visit: Visit): Answer => page(<OnlyOneselfPage frame={visit.frame} />, { status: 403 })

const interestChoices = async ({ house, town, language }: Visit) =>
  (await house.askAll<Interests>(town, 'interests', { language })).flatMap(({ answer }) => answer)

export function profileRoutes(on: Routes): void {
  on.page('/accounts/profile', self, {}, async (visit) => {
    const shownOf = await readShown(own(visit))
    if (!shownOf) return onlyOneself(visit)
    const { fields, preference, provenMails, number } = shownOf
    const choices = await interestChoices(visit)
    const text = profileWords(visit)
    const interests = choices.filter(({ key }) => preference.interests.includes(key)).map(({ label }) => label)
    const spelling = searchForm(`${fieldValue(fields, 'given-name')} ${fieldValue(fields, 'family-name')}`)
    const done = visit.query.done === 'mail' ? text.mailConfirmed : visit.query.done === 'saved' ? text.saved : undefined
    const shown = { fields, provenMails, preference, interests, searchForm: spelling, number, done }
    return page(<ProfilePage frame={visit.frame} {...shown} />)
  })

  for (const group of Object.keys(groups) as Group[]) {
    on.page(`/accounts/profile/${group}`, self, {}, async (visit) => {
      const shown = await readShown(own(visit))
      if (!shown) return onlyOneself(visit)
      return page(<GroupPage frame={visit.frame} group={group} fields={shown.fields} problems={[]} />)
    })
    on.form(`/accounts/profile/${group}`, self, {}, (visit, input) => saveGroup(own(visit), group, input))
  }

  on.page('/accounts/profile/mail', self, {}, async (visit) => {
    const shown = visit.person?.actsFor ? undefined : await readShown(own(visit))
    if (!shown) return onlyOneself(visit)
    const { fields } = shown
    return page(<MailPage frame={visit.frame} problems={[]} value={typedOf(fields, 'mail')} />)
  })
  on.form('/accounts/profile/mail', self, { perMinute: 20 }, async (visit, input) => {
    if (visit.person?.actsFor) return onlyOneself(visit)
    const text = profileWords(visit)
    const typed = input.value('mail')
    const again = (message: string) =>
      page(<MailPage frame={visit.frame} problems={[{ field: 'mail', label: text.mail, message }]} value={typed} />, {
        status: 422,
      })
    const mail = readMailAddress(typed)
    if (!mail) return again(text.mailWrong)
    const outcome = await askForMailCode(own(visit), mail)
    if (outcome === 'soon') return again(text.mailSoon)
    if (outcome === 'nobody-sends') return again(text.nobodySends)
    return seeOther(linkTo(visit, '/accounts/profile/mail/code'))
  })
  on.page('/accounts/profile/mail/code', self, {}, (visit) =>
    visit.person?.actsFor ? onlyOneself(visit) : codePage(own(visit), []),
  )
  on.form('/accounts/profile/mail/code', self, { perMinute: 20 }, async (visit, input) => {
    if (visit.person?.actsFor) return onlyOneself(visit)
    const text = profileWords(visit)
    const outcome = await confirmMail(own(visit), input.value('code'))
    if (outcome === 'confirmed') return seeOther(linkTo(visit, '/accounts/profile?done=mail'))
    const message = outcome === 'gone' ? text.codeGone : text.codeLeft(outcome.left)
    return codePage(own(visit), [{ field: 'code', label: text.code, message }])
  })

  on.page('/accounts/profile/reach', self, {}, async (visit) => {
    const shown = await readShown(own(visit))
    if (!shown) return onlyOneself(visit)
    const { preference } = shown
    const { language, channel, quiet, digest } = preference
    const typed = {
      language,
      channel,
      from: String(quiet?.from ?? ''),
      to: String(quiet?.to ?? ''),
      digest: digest ? 'one' : 'each',
    }
    return page(<ReachPage frame={visit.frame} problems={[]} typed={typed} />)
  })
  on.form('/accounts/profile/reach', self, {}, async (visit, input) => {
    const value = (name: keyof ReachTyped) => input.value(name)
    const typed = {
      language: value('language'),
      channel: value('channel'),
      from: value('from'),
      to: value('to'),
      digest: value('digest'),
    }
    const read = readReach(typed, profileWords(visit))
    if ('problems' in read) return page(<ReachPage frame={visit.frame} problems={read.problems} typed={typed} />, { status: 422 })
    return savePreference(own(visit), read.preference)
  })

  on.page('/accounts/profile/interests', self, {}, async (visit) => {
    const shown = await readShown(own(visit))
    if (!shown) return onlyOneself(visit)
    return page(<InterestsPage frame={visit.frame} choices={await interestChoices(visit)} preference={shown.preference} />)
  })
  on.form('/accounts/profile/interests', self, {}, async (visit, input) => {
    const known = (await interestChoices(visit)).map(({ key }) => key)
    const interests = known.filter((key) => input.values('interest').includes(key))
    return savePreference(own(visit), { interests, offers: input.value('offers') !== 'off' })
  })
}

async function savePreference(visit: Own, change: Partial<Preference>): Promise<Answer> {
  const what = profileWords({ language: 'de' }).actSettings
  const act = { noun: 'profile' as const, verb: 'write' as const, purpose: 'Einstellungen geändert', what }
  const saved = await inProfile(visit, act, async (db, subject) => {
    await changePreference(db, subject, change, visit.now)
    return true
  })
  if (!saved) return onlyOneself(visit)
  return seeOther(linkTo(visit, '/accounts/profile?done=saved'))
}

async function codePage(visit: Own, problems: FieldProblem[]) {
  const look = ownLook(visit.person, 'Neue Mail-Adresse bestätigt')
  const open = await visit.town.personal(look, (db: Db) => findMailChange(db, visit.person.personId))
  if (!open) return notFound
  const view = { problems, mail: open.mail, minutes: codeMinutes }
  return page(<CodePage frame={visit.frame} {...view} />, { status: problems.length > 0 ? 422 : 200 })
}

const longest = 150

function problemOf(name: FieldName, value: string, text: ProfileWords, abroad: boolean): string | undefined {
  if (value.length > longest) return text.tooLong(longest, value.length)
  const isName = name === 'given-name' || name === 'family-name' || name === 'academic-title'
  const foreign = foreignCharacters(value, isName ? 'A' : 'B')
  if (foreign.length > 0) return text.foreignLetters(foreign.join(' '))
  if (name === 'postal-code' && value !== '' && !abroad && !/^\d{5}$/.test(value)) return text.postalCode(value)
  if (name === 'phone' && value !== '' && !/^\+?[\d ()/-]{5,30}$/.test(value)) return text.phoneWrong
  return undefined
}

async function saveGroup(visit: Own, group: Group, input: FormInput): Promise<Answer> {
  const { town, now, frame } = visit
  const text = profileWords(visit)
  const values: Partial<Record<FieldName, string>> = {}
  const problems: FieldProblem[] = []
  const abroad = !/^(|deutschland|germany|d)$/i.test(tidyName(input.value('country')))
  for (const name of groups[group].typed) {
    const value = tidyName(input.value(name))
    const message = problemOf(name, value, text, abroad)
    if (message) problems.push({ field: name, label: text[name], message })
    values[name] = value
  }
  if (problems.length > 0) {
    const shown = await readShown(visit)
    if (!shown) return onlyOneself(visit)
    const { fields } = shown
    const typed = (name: FieldName) => input.value(name)
    return page(<GroupPage frame={frame} group={group} fields={fields} problems={problems} typed={typed} />, { status: 422 })
  }
  const what = profileWords({ language: 'de' }).actProfile(text[group])
  const act = { noun: 'profile' as const, verb: 'write' as const, purpose: 'Profil geändert', what }
  const saved = await inProfile(visit, act, async (db, subject) => {
    await noteFields(town, db, subject, { source: 'typed', values }, now)
    return true
  })
  if (!saved) return onlyOneself(visit)
  return seeOther(linkTo(visit, '/accounts/profile?done=saved'))
}

function readReach(typed: ReachTyped, text: ProfileWords): { preference: Partial<Preference> } | { problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const language = (['de', 'en', 'leicht'] as const).find((one) => one === typed.language)
  if (!language) problems.push({ field: 'language', label: text.language, message: text.languageWrong })
  const channel = (['mail', 'sms', 'push', 'none'] as const).find((one) => one === typed.channel)
  if (!channel) problems.push({ field: 'channel', label: text.channel, message: text.channelWrong })
  const hour = (value: string) => (/^([0-9]|1[0-9]|2[0-3])$/.test(value) ? Number(value) : undefined)
  const [from, to] = [hour(typed.from), hour(typed.to)]
  if ((from === undefined) !== (to === undefined) || (from !== undefined && from === to))
    problems.push({ field: 'from', label: text.quiet, message: text.quietWrong })
  if (!language || !channel || problems.length > 0) return { problems }
  const quiet = from === undefined || to === undefined ? undefined : { from, to }
  return { preference: { language, channel, quiet, digest: typed.digest === 'one' } }
}
