// Roles of the town: the list, and one role with every permission of the house in words.
import { DeskLayout } from '../../design/desk-layout.tsx'
import { ErrorSummary, type FieldProblem, TextField } from '../../design/fields.tsx'
import type { Frame } from '../../design/frame.ts'
import { ButtonLink, EmptyState, Notice } from '../../design/parts.tsx'
import { Table } from '../../design/table.tsx'
import { pathIn } from '../../kernel/language.ts'
import type { Role } from '../../kernel/roles.ts'
import type { RoomPermissions } from './permission-list.ts'
import { deskWords } from './words.ts'

export function RolesPage({ frame, roles, saved }: { frame: Frame; roles: readonly Role[]; saved: boolean }) {
  const text = deskWords(frame)
  const newUrl = pathIn(frame.language, '/desk/roles/new')
  return (
    <DeskLayout frame={frame} title={text.roles} aside={<ButtonLink url={newUrl}>{text.newRole}</ButtonLink>}>
      {saved && (
        <Notice tone="ok" status>
          <p>{text.saved}</p>
        </Notice>
      )}
      <p class="measure">{text.rolesLead}</p>
      {roles.length === 0 ? (
        <EmptyState title={text.noRoles} action={{ label: text.newRole, url: newUrl }} />
      ) : (
        <Table
          caption={text.roles}
          rows={roles}
          columns={[
            { label: text.role, cell: ({ key, name }) => <a href={pathIn(frame.language, `/desk/roles/${key}`)}>{name}</a> },
            { label: text.permissions, end: true, cell: ({ permissions }) => permissions.length },
            { label: text.holders, end: true, cell: ({ holders }) => holders },
          ]}
        />
      )}
    </DeskLayout>
  )
}

export type RoleForm = {
  /** Undefined for a new role. */
  existing: string | undefined
  fixed: boolean
  typed: { key: string; name: string; permissions: readonly string[] }
  problems: readonly FieldProblem[]
  rooms: readonly RoomPermissions[]
}

export function RolePage({ frame, form }: { frame: Frame; form: RoleForm }) {
  const text = deskWords(frame)
  const { existing, fixed, typed, problems, rooms } = form
  const error = (field: string) => problems.find((problem) => problem.field === field)?.message
  const list = pathIn(frame.language, '/desk/roles')
  return (
    <DeskLayout
      frame={frame}
      title={existing === undefined ? text.newRole : typed.name}
      room={list}
      back={{ label: text.backToRoles, url: list }}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems} />
      {fixed ? (
        <>
          <Notice>
            <p>{text.fixedRole}</p>
          </Notice>
          {rooms.map(({ room, permissions }) => (
            <section>
              <h2>{room}</h2>
              <ul>
                {permissions.map(({ label }) => (
                  <li>{label}</li>
                ))}
              </ul>
            </section>
          ))}
        </>
      ) : (
        <form method="post" action={existing === undefined ? list : `${list}/${existing}`} noValidate>
          <TextField
            reader={frame}
            name="name"
            label={text.roleName}
            value={typed.name}
            error={error('name')}
            autocomplete="off"
            maxLength={120}
          />
          {existing === undefined && (
            <TextField
              reader={frame}
              name="key"
              label={text.roleKey}
              hint={text.roleKeyHint}
              value={typed.key}
              error={error('key')}
              autocomplete="off"
              maxLength={64}
            />
          )}
          {error('permissions') && (
            <p class="error" id="permissions" tabIndex={-1}>
              {error('permissions')}
            </p>
          )}
          {rooms.map(({ room, permissions }) => (
            <fieldset class="field">
              <legend>{room}</legend>
              <div class="choices">
                {permissions.map(({ permission, label, administrative }) => (
                  <label class="choice">
                    <input
                      type="checkbox"
                      name="permission"
                      value={permission}
                      checked={typed.permissions.includes(permission)}
                    />
                    <span>
                      {label}
                      {administrative && <span class="hint">{text.needsSecondFactor}</span>}
                    </span>
                  </label>
                ))}
              </div>
            </fieldset>
          ))}
          <button type="submit" class="button">
            {existing === undefined ? text.makeRole : text.saveRole}
          </button>
        </form>
      )}
    </DeskLayout>
  )
}
