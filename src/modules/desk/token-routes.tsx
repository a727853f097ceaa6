// Machine tokens on the desk: made, listed, revoked.
import { formatDay } from '../../design/format.ts'
import { staff } from '../../kernel/access.ts'
import { staffActor } from '../../kernel/actor.ts'
import { type Answer, notFound, page, seeOther } from '../../kernel/http/answer.ts'
import type { FormInput } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { dayInBerlin, linkTo, type Visit } from '../../kernel/http/visit.ts'
import { createMachineToken, listMachineTokens, revokeMachineToken } from '../../kernel/machine-tokens.ts'
import { covers, listPermissionsOf, lockPermissions } from '../../kernel/permissions.ts'
import type { ReadDb, WriteDb } from '../../kernel/town.ts'
import { isId } from './addresses.ts'
import { machinePermissions } from './machine-permissions.ts'
import { SecretPage } from './organisation-pages.tsx'
import type { DeskTables } from './tables.ts'
import { type TokenForm, TokensPage } from './token-pages.tsx'
import { deskWords } from './words.ts'

const permission = 'desk.tokens.manage'
const manages = staff(permission)

export function tokenRoutes(on: Routes): void {
  on.page('/desk/tokens', manages, {}, (visit) => tokensPage(visit))
  on.form('/desk/tokens', manages, { perMinute: 20 }, make)
  on.form('/desk/tokens/:id/revoke', manages, {}, async (visit) => {
    const { id = '' } = visit.params
    if (!isId(id)) return notFound
    const actor = staffActor(visit.person!, permission)
    const revoked = await visit.town.write((db: WriteDb<DeskTables>) => revokeMachineToken(db, id, actor, visit.now))
    return revoked ? seeOther(linkTo(visit, '/desk/tokens')) : notFound
  })
}

async function tokensPage(visit: Visit, tried?: Pick<TokenForm, 'typed' | 'problems'>): Promise<Answer> {
  const tokens = await visit.town.read((db: ReadDb<DeskTables>) => listMachineTokens(db))
  const choices = machinePermissions(visit.house, visit.language)
  const form = { typed: { name: '', days: '90', permissions: [] }, problems: [], choices, ...tried }
  return page(<TokensPage frame={visit.frame} tokens={tokens} form={form} now={visit.now} />, tried ? { status: 422 } : {})
}

async function make(visit: Visit, input: FormInput): Promise<Answer> {
  const { town, person, now, house, language } = visit
  const text = deskWords(visit)
  const known = machinePermissions(house, language).map(({ value }) => value)
  const chosen = [...new Set(input.values('permission'))].filter((one) => known.includes(one))
  const typed = { name: input.value('name').slice(0, 121), days: input.value('days').slice(0, 3), permissions: chosen }
  const days = Number(typed.days)
  const problems = [
    ...(typed.name === '' || typed.name.length > 120
      ? [{ field: 'name', label: text.tokenName, message: text.problemName }]
      : []),
    ...(Number.isInteger(days) && days >= 1 && days <= 400
      ? []
      : [{ field: 'days', label: text.tokenDays, message: text.problemDays }]),
    ...(chosen.length === 0 ? [{ field: 'permission', label: text.permissions, message: text.problemPermissions }] : []),
  ]
  if (problems.length > 0) return tokensPage(visit, { typed, problems })
  const expiresAt = new Date(now.getTime() + days * 86_400_000)
  const token = await town.write(async (db: WriteDb<DeskTables>) => {
    await lockPermissions(db)
    // Nobody lends a program what they do not hold for the whole town.
    const held = await listPermissionsOf(db, person!.personId, now)
    if (![permission, ...chosen].every((one) => covers(held, one, '/'))) return undefined
    const wanted = { name: typed.name, permissions: chosen, expiresAt, createdBy: person!.personId }
    return createMachineToken(db, wanted, now)
  })
  if (token === undefined)
    return tokensPage(visit, { typed, problems: [{ field: 'permission', label: text.permissions, message: text.problemBeyond }] })
  const back = { label: text.backTo(text.tokens), url: linkTo(visit, '/desk/tokens') }
  const more = text.invitationUntil(formatDay(language, dayInBerlin(expiresAt)))
  return page(
    <SecretPage frame={visit.frame} title={text.newToken} secret={token} explained={text.tokenOnce} more={more} back={back} />,
    { headers: { 'cache-control': 'no-store' } },
  )
}
