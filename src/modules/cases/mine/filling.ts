// From a case to the form: answering what is asked, and renewing from the old answers.
import type { BeginFilling } from '../../../contracts/fillings.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { isUuid } from '../../../kernel/ids.ts'
import type { TownSql } from '../../../kernel/town.ts'
import { currentOf, listAnswers } from '../answers.ts'
import { matterKind } from '../case.ts'
import { sealedRequest } from '../sealing.ts'
import { canRenew, deciding, takingPart } from './offered.ts'
import { mineOf, type Who, withCase } from './seen.ts'
import type { MineWriting } from './tables.ts'

type Filler = Who & Pick<Visit, 'language' | 'today'>
/** `closed`: nobody takes this form at the moment. */
export type Begun = { path: string } | 'closed'

const begunOf = (answer: BeginFilling['answer'] | undefined): Begun =>
  answer && 'path' in answer ? { path: answer.path } : 'closed'

const ownerOf = ({ person }: Who): string | undefined => person && mineOf(person)

/** Where a request is answered: the draft that was begun when it was asked, or one begun now. */
export const openRequest = (who: Filler, reference: string, id: string) =>
  withCase(
    who,
    reference,
    { purpose: 'Angaben ergänzt', verb: 'write', roles: takingPart },
    async (db, { row, kind }): Promise<Begun | undefined> => {
      if (!isUuid(id)) return undefined
      const { house, town, language, now } = who
      const request = await db
        .selectFrom('cases.request as r')
        .innerJoin('cases.request_text as x', (on) => on.onRef('x.town_id', '=', 'r.town_id').onRef('x.request_id', '=', 'r.id'))
        .select(['r.path', 'r.paths', 'x.sealed'])
        .where('r.id', '=', id)
        .where('r.case_id', '=', row.id)
        .where('r.kind', '=', 'correction')
        .where('r.state', '=', 'open')
        .executeTakeFirst()
      if (!request) return undefined
      const owner = ownerOf(who)
      // The draft that was begun with the request belongs to who applied; whoever else answers gets one of their own.
      const isSender = owner === (row.owner_id ?? undefined)
      if (request.path !== null && isSender) return { path: request.path }
      const { person: answered } = currentOf(await listAnswers(db, town, row.id))
      const { reasons } = sealedRequest.open(town.dataKey, id, request.sealed)
      const begun = await house.ask<BeginFilling>(town, 'begin-filling', {
        db: db as TownSql,
        key: isSender ? `cases.request/${id}` : `cases.request/${id}/${owner}`,
        form: { key: kind.type.form, version: answered.form_version },
        matter: { kind: matterKind, id: row.id, role: 'correction', request: id },
        subject: row.holder_id,
        owner,
        answers: answered.answers,
        back: `/applications/${reference}`,
        only: Object.fromEntries(request.paths.map((path) => [path, reasons[path] ?? ''])),
        language,
        now,
      })
      if (begun && 'path' in begun && isSender)
        await db.updateTable('cases.request').set({ path: begun.path }).where('id', '=', id).execute()
      return begunOf(begun)
    },
  )

/** A new application of the same kind that begins with the old answers; files are given anew, they may be out of date. */
export const beginRenewal = (who: Filler, reference: string) =>
  withCase(
    who,
    reference,
    { purpose: 'Verlängerung begonnen', verb: 'write', roles: deciding },
    async (db, seen): Promise<Begun | undefined> => {
      const { house, town, language, now, today } = who
      const { row, kind } = seen
      if (!canRenew(seen, today) || (await isRenewed(db, row.id))) return undefined
      const { person: answered } = currentOf(await listAnswers(db, town, row.id))
      const owner = ownerOf(who)
      const begun = await house.ask<BeginFilling>(town, 'begin-filling', {
        db: db as TownSql,
        key: `cases.renewal/${row.id}/${owner ?? 'guest'}`,
        form: { key: kind.type.form },
        matter: { kind: matterKind, id: row.id, role: 'renewal' },
        subject: row.holder_id,
        owner,
        back: `/applications/${reference}`,
        ...(kind.type.renewal?.prefill && { answers: withoutFiles(answered.answers, await filePaths(db, row.id)) }),
        language,
        now,
      })
      return begunOf(begun)
    },
  )

const isRenewed = async (db: MineWriting, caseId: string): Promise<boolean> =>
  (await db
    .selectFrom('cases.case')
    .select('id')
    .where('previous_id', '=', caseId)
    .where('previous_kind', '=', 'renewal')
    .executeTakeFirst()) !== undefined

async function filePaths(db: MineWriting, caseId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('cases.document')
    .select('path')
    .where('case_id', '=', caseId)
    .where('path', 'is not', null)
    .execute()
  return new Set(rows.map(({ path }) => path!))
}

/** A question for files may stand in a group that repeats: `car.0.paper`. */
export function withoutFiles(answers: Readonly<Record<string, unknown>>, paths: ReadonlySet<string>): Record<string, unknown> {
  const strip = (value: unknown, path: string): unknown => {
    if (Array.isArray(value) && !paths.has(path)) return value.map((one, index) => strip(one, `${path}.${index}`))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !paths.has(path === '' ? key : `${path}.${key}`))
        .map(([key, one]) => [key, strip(one, path === '' ? key : `${path}.${key}`)]),
    )
  }
  return strip(answers, '') as Record<string, unknown>
}
