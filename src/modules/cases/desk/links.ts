// Cases that belong together: linked for a lawful reason, split, joined, objected to; each step stands in the history of both.
import type { HandedSubmission } from '../../../contracts/submissions.ts'
import { isUuid, newId } from '../../../kernel/ids.ts'
import { newReference, readReference, showReference } from '../../../kernel/reference.ts'
import { logAccess } from '../../../kernel/town.ts'
import { mayWork } from '../access.ts'
import { currentOf, listAnswers, listParties } from '../answers.ts'
import { findByReference, legalBasis, matterKind, note, type Writing } from '../case.ts'
import { remedyOf } from '../decision/remedy.ts'
import { receiveSubmission } from '../intake/receive.ts'
import { sealedName } from '../sealing.ts'
import type { CaseRow } from '../tables.ts'
import type { Who } from './act.ts'
import { type AtCase, actorOf, admitTo, atCase, type Done, done } from './clerk.ts'

/** Why two cases may be seen together. `joined`: decided as one; `duplicate`: sent twice. */
export const linkReasons = ['same-matter', 'joined', 'duplicate'] as const
export type LinkReason = (typeof linkReasons)[number]
type AnyReason = LinkReason | 'split' | 'objection'

export async function storeLink(db: Writing, who: Who, row: CaseRow, other: CaseRow, reason: AnyReason, why: string) {
  const by_id = who.person.personId
  const both = [
    { case_id: row.id, other_id: other.id },
    { case_id: other.id, other_id: row.id },
  ]
  await db
    .insertInto('cases.link')
    .values(both.map((ids) => ({ ...ids, reason, by_id, at: who.now })))
    .onConflict((same) => same.columns(['town_id', 'case_id', 'other_id']).doUpdateSet({ reason, by_id, at: who.now }))
    .execute()
  const kind = reason === 'joined' ? 'joined' : reason === 'split' ? 'split' : reason === 'objection' ? 'objection' : 'linked'
  for (const [one, to] of [
    [row, other],
    [other, row],
  ] as const)
    await note(
      db,
      who.town,
      one,
      { kind, by: actorOf(who.person, one.unit), details: { other: to.id, reason }, reason: why },
      who.now,
    )
}

export type LinkOutcome = Done | 'unknown' | 'not-lawful'

/**
 * Both must be open to the clerk, and of one person or plainly of one matter. A secret stays with its kind: it is linked with cases of the same
 * unit and secrecy alone. @law § 30 AO, § 35 SGB I, Art. 6 Abs. 4 DSGVO
 */
export async function linkCases(
  who: Who,
  id: string,
  { reference, reason, why }: { reference: string; reason: LinkReason; why: string },
): Promise<LinkOutcome> {
  let no: 'unknown' | 'not-lawful' | undefined
  const purpose = 'Ihren Vorgang mit einem anderen verknüpft'
  const outcome = await atCase(who, who.person, { id, permission: mayWork, purpose, now: who.now }, async (at): Promise<Done> => {
    const read = readReference(reference)
    const other = read && (await findByReference(at.db, read))
    const found = other && other.id !== id ? await admitTo(at.db, who, who.person, other, mayWork) : undefined
    if (!found || found === 'party') {
      no = 'unknown'
      return undefined
    }
    const samePerson = found.row.holder_id === at.row.holder_id
    const secrets = [at, found].filter(({ kind }) => kind.type.secrecy)
    const lawful =
      (samePerson || reason !== 'duplicate') &&
      (secrets.length === 0 || (at.kind.type.secrecy === found.kind.type.secrecy && at.row.unit === found.row.unit))
    if (!lawful) {
      no = 'not-lawful'
      return undefined
    }
    const look = { actor: actorOf(who.person, found.row.unit), purpose, legalBasis, matter: showReference(found.row.reference) }
    await logAccess(at.db, [found.row.holder_id], look)
    await storeLink(at.db, who, at.row, found.row, reason, why)
    return done
  })
  return no ?? outcome
}

/** What somebody set; a split, a renewal or an objection stays what it is. */
export const unlinkCases = (who: Who, id: string, otherId: string): Promise<Done> =>
  atCase(
    who,
    who.person,
    { id, permission: mayWork, purpose: 'Verknüpfung Ihres Vorgangs aufgehoben', now: who.now },
    async (at) => {
      if (!isUuid(otherId)) return undefined
      const removed = await at.db
        .deleteFrom('cases.link')
        .where((where) =>
          where.or([
            where.and([where('case_id', '=', id), where('other_id', '=', otherId)]),
            where.and([where('case_id', '=', otherId), where('other_id', '=', id)]),
          ]),
        )
        .where('reason', 'in', [...linkReasons])
        .executeTakeFirstOrThrow()
      if (removed.numDeletedRows === 0n) return undefined
      await note(at.db, who.town, at.row, { kind: 'unlinked', by: at.actor, details: { other: otherId } }, who.now)
      return done
    },
  )

/** A second case from the same answers and papers, with a reference, a process and a decision of its own. */
export const splitCase = (who: Who, id: string, why: string): Promise<Done<{ id: string }>> =>
  again(who, id, 'split', why, 'Ihren Vorgang geteilt')

/** An objection that came on paper or at the counter opens a case of its own. @law §§ 68 ff. VwGO, § 347 AO, § 84 SGG (verify) */
export const takeObjection = (who: Who, id: string, why: string): Promise<Done<{ id: string }>> =>
  again(who, id, 'objection', why, 'Ihren Widerspruch aufgenommen')

export const canObject = ({ row, kind }: Pick<AtCase, 'row' | 'kind'>, town: Who['town']): boolean => {
  const remedy = remedyOf(kind.type, town)
  return row.outcome !== null && (remedy?.kind === 'objection' || remedy?.kind === 'choice')
}

const again = (who: Who, id: string, as: 'split' | 'objection', why: string, purpose: string): Promise<Done<{ id: string }>> =>
  atCase<{ id: string }>(who, who.person, { id, permission: mayWork, purpose, now: who.now }, async (at) => {
    if (as === 'split' && at.row.state === 'closed') return { refused: 'closed' }
    if (as === 'objection' && !canObject(at, who.town)) return { refused: 'no-task' }
    const { house, town, now } = who
    const submission = await submissionOf(who, at, as)
    await receiveSubmission(house, town, { db: at.db, submission, holder: at.row.holder_id, now })
    const row = await findByReference(at.db, submission.reference)
    if (!row) throw new Error(`The case ${submission.reference} was not opened.`)
    await at.db
      .updateTable('cases.case')
      .set({ previous_id: id, previous_kind: as, channel: at.row.channel, owner_id: at.row.owner_id })
      .where('id', '=', row.id)
      .execute()
    await storeLink(at.db, who, at.row, row, as, why)
    return { done: true, id: row.id }
  })

/** The newest answers and the papers that came in, as they would be sent once more. */
async function submissionOf({ town, now }: Who, { db, row, kind }: AtCase, as: 'split' | 'objection'): Promise<HandedSubmission> {
  const { person: sent } = currentOf(await listAnswers(db, town, row.id))
  // Whoever was represented stays the applicant, and keeps the mailbox.
  const applicant = (await listParties(db, town, row.id)).find(({ role }) => role === 'applicant')
  const actsFor = applicant?.account_id && applicant.account_id !== row.owner_id ? applicant.account_id : undefined
  const papers = await db
    .selectFrom('cases.document as d')
    .innerJoin('cases.document_name as n', (on) => on.onRef('n.town_id', '=', 'd.town_id').onRef('n.document_id', '=', 'd.id'))
    .selectAll('d')
    .select('n.sealed')
    .where('d.case_id', '=', row.id)
    .where('d.direction', '=', 'incoming')
    .execute()
  const none = { name: '', mediaType: 'application/pdf', size: 0, url: '' }
  return {
    id: newId(now),
    reference: newReference(),
    form: { id: sent.form_id, key: kind.type.form, version: sent.form_version, title: kind.row.title_de },
    unit: row.unit,
    routingTarget: 'cases',
    receivedAt: now.toISOString(),
    language: row.language,
    level: row.level,
    method: 'staff',
    sender: { ...(row.owner_id !== null && { person: row.owner_id }), ...(actsFor !== undefined && { actsFor }) },
    primaryDocument: { id: newId(now), ...none },
    answers: sent.answers,
    leftOpen: sent.leftOpen,
    ...(as === 'objection' && { matter: { kind: matterKind, id: row.id, role: 'objection' } }),
    attachments: papers.map(({ id, blob, media_type, size, path, sealed }) => ({
      id,
      name: sealedName.open(town.dataKey, id, sealed),
      mediaType: media_type,
      size: Number(size),
      url: '',
      blob,
      path: path ?? '',
    })),
    parameters: {},
    seal: { contentHash: '', signature: '' },
  }
}
