// The editor of roles.
import type { FieldProblem } from '../../design/fields.tsx'
import { staff } from '../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../kernel/http/answer.ts'
import type { FormInput } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import { administratorRole, findRole, listRoles, type RoleRefusal, saveRole } from '../../kernel/roles.ts'
import type { ReadDb, WriteDb } from '../../kernel/town.ts'
import { knownPermissions, listPermissions } from './permission-list.ts'
import { type RoleForm, RolePage, RolesPage } from './role-pages.tsx'
import type { DeskTables } from './tables.ts'
import { deskWords } from './words.ts'

const changes = staff('desk.roles.change')
/** In every role: whoever has one works at the desk. */
const everybody = 'desk.work.see'

export function roleRoutes(on: Routes): void {
  on.page('/desk/roles', changes, {}, async ({ town, frame, query }) =>
    page(
      <RolesPage frame={frame} roles={await town.read((db: ReadDb<DeskTables>) => listRoles(db))} saved={query.saved === '1'} />,
    ),
  )
  on.page('/desk/roles/:key', changes, {}, async (visit) => {
    const { key = '' } = visit.params
    if (key === 'new') return rolePage(visit, undefined, { key: '', name: '', permissions: [everybody] })
    const role = await visit.town.read((db: ReadDb<DeskTables>) => findRole(db, key))
    return role ? rolePage(visit, key, role) : notFound
  })
  on.form('/desk/roles', changes, {}, (visit, input) => save(visit, undefined, input))
  on.form('/desk/roles/:key', changes, {}, async (visit, input) => {
    const { key = '' } = visit.params
    const role = await visit.town.read((db: ReadDb<DeskTables>) => findRole(db, key))
    return role ? save(visit, key, input) : notFound
  })
}

function rolePage(
  visit: Visit,
  existing: string | undefined,
  typed: RoleForm['typed'],
  problems: readonly FieldProblem[] = [],
): Answer {
  const rooms = listPermissions(visit.house, visit.language)
  const form = { existing, fixed: existing === administratorRole, typed, problems, rooms }
  return page(<RolePage frame={visit.frame} form={form} />, problems.length > 0 ? { status: 422 } : {})
}

async function save(visit: Visit, existing: string | undefined, input: FormInput): Promise<Answer | NotFound> {
  const { town, person, now, house } = visit
  const text = deskWords(visit)
  const typed = {
    key: existing ?? input.value('key').slice(0, 64),
    name: input.value('name').slice(0, 121),
    permissions: [...new Set([everybody, ...input.values('permission')])].slice(0, 1_000),
  }
  const refuse = (field: string, label: string, message: string): Answer =>
    rolePage(visit, existing, typed, [{ field, label, message }])
  if (existing === undefined && (await town.read((db: ReadDb<DeskTables>) => findRole(db, typed.key))))
    return refuse('key', text.roleKey, text.problemKeyTaken)
  const giver = { person: person!.personId, permission: 'desk.roles.change' }
  const outcome = await town.write((db: WriteDb<DeskTables>) => saveRole(db, giver, typed, knownPermissions(house), now))
  if (typeof outcome === 'string') return seeOther(`${linkTo(visit, '/desk/roles')}?saved=1`)
  const problems: Record<RoleRefusal, [string, string, string]> = {
    key: ['key', text.roleKey, text.problemKey],
    name: ['name', text.roleName, text.problemName],
    empty: ['permissions', text.permissions, text.problemPermissions],
    'unknown-permission': ['permissions', text.permissions, text.problemPermissions],
    'beyond-own': ['permissions', text.permissions, text.problemBeyond],
    'not-allowed': ['permissions', text.permissions, text.problemBeyond],
    fixed: ['permissions', text.permissions, text.fixedRole],
  }
  return refuse(...problems[outcome.refused])
}
