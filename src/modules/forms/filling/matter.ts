// Beginning a draft for a matter that exists: corrections, additions, the clerk's own form, paper that came in, renewals, objections.
import { sql } from 'kysely'
import type { BeginFilling } from '../../../contracts/fillings.ts'
import { keepAgain } from '../../../kernel/blobs.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { House } from '../../../kernel/house.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Town, WriteDb } from '../../../kernel/town.ts'
import type { Answer, Answers, FileAnswer } from '../document/document.ts'
import { evaluateForm } from '../document/evaluate.ts'
import { withAnswer } from '../document/places.ts'
import { findForm, type Reading } from '../form.ts'
import { sendToCases } from '../submissions/receiver.ts'
import { openContent as openSent } from '../submissions/seal.ts'
import type { SubmissionTables } from '../submissions/tables.ts'
import type { DraftRow } from '../tables.ts'
import { answersAgain } from './again.ts'
import { filesIn } from './files.ts'
import { openness, type ReadyVersion, versionOf } from './form-version.ts'
import { limitsOf } from './only.ts'
import { questionsOn } from './posted.ts'
import { nameOfMail } from './resume.ts'
import { entriesAt, findScreen } from './screen.ts'
import { sealAddress, sealContent } from './sealing.ts'
import type { FillingContent, FillingTables } from './tables.ts'

type Writing = WriteDb<FillingTables & SubmissionTables>
type Asked = BeginFilling['input']

/** A matter goes on although its form is closed by now; a new one does not begin. */
const begins = ({ matter }: Asked): boolean => matter.role === 'renewal' || matter.role === 'objection'

export async function beginFilling(house: House, town: Town, asked: Asked): Promise<BeginFilling['answer']> {
  const db = asked.db as unknown as Writing
  const form = await findForm(db as unknown as Reading, asked.form.key)
  const number = asked.form.version ?? form?.live_version
  if (!form || !number) return { refused: 'no-form' }
  if (begins(asked) && openness(form, dayAt(asked.now), 0) !== 'open') return { refused: 'closed' }
  const version = await versionOf(town, db as unknown as Reading, form.id, number)
  if (!version) return { refused: 'no-form' }
  const known = await findByKey(db, asked.key)
  const draft = known ?? (await insertDraft(db, asked, form.id, version))
  if (!known) {
    await insertContent(town, db, draft.id, asked, version)
    if (house.offers(town, 'receive-submission')) await sendToCases(db, town, form.id, asked.now)
  }
  const way = draft.owner_id === null ? await wayOf(town, db, draft.id, asked) : undefined
  return { path: way ? `/forms/resume/${way}` : `/forms/${form.key}/fill/${draft.id}`, draft: draft.id }
}

const findByKey = (db: Writing, key: string) =>
  db.selectFrom('forms.draft').select(['id', 'owner_id']).where('filling_key', '=', key).executeTakeFirst()

async function insertDraft(
  db: Writing,
  { key, matter, subject, owner, enteredBy, language, now }: Asked,
  formId: string,
  { row }: ReadyVersion,
): Promise<Pick<DraftRow, 'id' | 'owner_id'>> {
  const byStaff = enteredBy?.person ?? (owner !== undefined && (await isStaff(db, owner)) ? owner : undefined)
  const own = owner === undefined && byStaff === undefined ? await lastOf(db, subject) : undefined
  const draft = {
    id: newId(now),
    form_id: formId,
    version: row.number,
    owner_id: owner ?? byStaff ?? null,
    subject,
    state: 'open' as const,
    language,
    secret_hash: own?.secret_hash ?? null,
    level: 'none' as const,
    revision: 0,
    page: null,
    begun_at: now,
    saved_at: now,
    warned_at: null,
    matter: sql<NonNullable<DraftRow['matter']>>`${JSON.stringify(matter)}::jsonb`,
    filling_key: key,
    entered_by: byStaff ?? null,
    entered_channel: enteredBy?.channel ?? null,
  }
  await db.insertInto('forms.draft').values(draft).execute()
  return draft
}

const isStaff = async (db: Writing, person: string): Promise<boolean> =>
  (await db.selectFrom('kernel.person').select('kind').where('id', '=', person).executeTakeFirst())?.kind === 'staff'

/** What the same person sent last: its browser, and the mail address given there. */
const lastOf = (db: Writing, subject: string) =>
  db
    .selectFrom('forms.submission')
    .select(['id', 'secret_hash'])
    .where('holder_id', '=', subject)
    .where('owner_id', 'is', null)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst()

async function insertContent(town: Town, db: Writing, draft: string, asked: Asked, version: ReadyVersion): Promise<void> {
  const { subject, only, back, now } = asked
  const given = (asked.answers ?? {}) as Answers
  const again = begins(asked) ? answersAgain(version.form, given, { files: true }) : { answers: given, origins: {} }
  const answers = await withOwnFiles(db, draft, again.answers, now)
  const begun: FillingContent = {
    answers: evaluateForm(version.form, answers, now).answers,
    leftOpen: {},
    origins: again.origins,
    seen: [],
    ...(only && { only, given: answers }),
    ...(back !== undefined && { back }),
  }
  const content = { ...begun, seen: settledScreens(version, begun, now) }
  const sealed = sealContent(town.dataKey, draft, content)
  await db.insertInto('forms.draft_content').values({ draft_id: draft, subject_id: subject, sealed }).execute()
}

/** The new draft refers to the files once more, under names of its own. A file that is not ours stays a mere name. */
async function withOwnFiles(db: Writing, draft: string, answers: Answers, now: Date): Promise<Answers> {
  const given = Map.groupBy(filesIn(answers), ({ path }) => path)
  let own = answers
  for (const [path, found] of given) {
    const files: FileAnswer[] = []
    for (const { file } of found) {
      const row = await db
        .selectFrom('forms.submission_file')
        .select(['blob', 'media_type', 'size'])
        .where('id', '=', file.id)
        .executeTakeFirst()
      if (row) await keepAgain(db, row.blob)
      const id = newId(now)
      if (row)
        await db
          .insertInto('forms.draft_file')
          .values({ ...row, id, draft_id: draft, added_at: now })
          .execute()
      files.push(row ? { ...file, id } : file)
    }
    own = withAnswer(own, path, files as Answer)
  }
  return own
}

/** Screens on which nothing can be changed are done already. */
function settledScreens({ form }: ReadyVersion, content: FillingContent, now: Date): string[] {
  const limits = limitsOf(form, content, now)
  if (!limits) return []
  const { answers, pages } = evaluateForm(form, content.answers, now)
  const sets = [...form.places.values()].flatMap(({ path, item, repeats }) =>
    item.kind === 'group' && item.repeat && repeats.length === 0 ? [path] : [],
  )
  const entries = sets.flatMap((path) => entriesAt(answers, path).map((_entry, index) => `${path}.${index}`))
  return [...pages.map(({ key }) => key), ...entries].filter((address) => {
    const screen = findScreen(form, answers, address)
    const asked = screen ? questionsOn(screen).map(({ path }) => path) : []
    const inside = screen && screen.at === '' ? sets.filter((path) => form.places.get(path)?.page === screen.page) : []
    return ![...asked, ...inside].some((path) => Object.keys(content.only ?? {}).some((one) => isAround(one, path)))
  })
}

/** One of the two lies in the other. */
const isAround = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`)

/** Link and code for somebody without account, where a mail address is known. @returns the id in the link */
async function wayOf(
  town: Town,
  db: Writing,
  draft: string,
  { subject, mail, language, now }: Asked,
): Promise<string | undefined> {
  const known = await db.selectFrom('forms.draft_way').select('id').where('draft_id', '=', draft).executeTakeFirst()
  if (known) return known.id
  const address = mail ?? (await lastMail(town, db, subject))
  if (address === undefined) return undefined
  const id = newId(now)
  const name = nameOfMail(town, address)
  await db
    .insertInto('forms.draft_way')
    .values({ id, draft_id: draft, mail_name: name, language, code_hash: null, code_until: null, made_at: now })
    .execute()
  const sealed = sealAddress(town.dataKey, draft, address)
  await db.insertInto('forms.draft_address').values({ draft_id: draft, subject_id: subject, sealed }).execute()
  return id
}

async function lastMail(town: Town, db: Writing, subject: string): Promise<string | undefined> {
  const last = await lastOf(db, subject)
  if (!last) return undefined
  const row = await db
    .selectFrom('forms.submission_content')
    .select('sealed')
    .where('submission_id', '=', last.id)
    .where('subject_id', '=', subject)
    .executeTakeFirst()
  return row && openSent(town.dataKey, last.id, row.sealed).mailTo
}
