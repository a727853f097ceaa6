// What PostgreSQL's own catalogue says about the walls between towns.
import type pg from 'pg'
import { roles } from '../../src/kernel/database/database.ts'

/** A client that may look at everything and take the part of any role. */
type Client = Pick<pg.Client, 'query'>

export type Table = {
  oid: number
  name: string
  kind: string
  enabled: boolean
  forced: boolean
  options: string[]
  columns: string[]
  townRequired: boolean
}

/** Every relation that holds or shows rows of towns. */
export async function listTables(client: Client, except: readonly string[], exceptSchemas: readonly string[]): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT c.oid::int, n.nspname || '.' || c.relname AS name, c.relkind AS kind, c.relrowsecurity AS enabled,
        c.relforcerowsecurity AS forced, coalesce(c.reloptions, '{}') AS options,
        array(SELECT attname::text FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) AS columns,
        EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'town_id' AND attnotnull) AS "townRequired"
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND NOT n.nspname = ANY ($1)
      ORDER BY name`,
    [exceptSchemas],
  )
  return rows.filter(({ name }) => !except.includes(name))
}

export async function rowSecurityProblems(
  client: Client,
  platformTables: readonly string[],
  exceptSchemas: readonly string[],
): Promise<string[]> {
  const tables = await listTables(client, platformTables, exceptSchemas)
  const problems: string[] = []
  for (const table of tables) {
    if (table.kind === 'v') {
      if (!table.options.some((option) => /^security_invoker=(true|on|1)$/.test(option)))
        problems.push(`${table.name}: a view that is not security_invoker`)
    } else if (table.kind === 'm' || table.kind === 'f')
      problems.push(`${table.name}: row policies do not reach this kind of table`)
    else problems.push(...(await tableProblems(client, table, platformTables)).map((problem) => `${table.name}: ${problem}`))
  }
  problems.push(...(await rightProblems(client, platformTables, exceptSchemas)))
  problems.push(...(await roleProblems(client)))
  return problems
}

async function tableProblems(client: Client, table: Table, platformTables: readonly string[]): Promise<string[]> {
  const problems: string[] = []
  if (!table.columns.includes('town_id')) return ['has no town_id']
  if (!table.townRequired) problems.push('town_id may be empty')
  if (!table.enabled) problems.push('row-level security is not enabled')
  if (!table.forced) problems.push('row-level security is not forced')
  const { rows: indexes } = await client.query<{ name: string; primary: boolean; columns: string[] }>(
    `SELECT indexrelid::regclass::text AS name, indisprimary AS primary,
        array(SELECT coalesce(a.attname::text, '(expression)') FROM unnest(indkey) WITH ORDINALITY AS k(num, at)
          LEFT JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = k.num WHERE at <= indnkeyatts ORDER BY at) AS columns
      FROM pg_index WHERE indrelid = $1 AND indisunique`,
    [table.oid],
  )
  if (!indexes.some(({ primary }) => primary)) problems.push('has no primary key')
  for (const { name, primary, columns } of indexes) {
    if (primary && columns[0] !== 'town_id') problems.push('town_id is not first in the primary key')
    else if (!columns.includes('town_id')) problems.push(`the unique index ${name} reaches across towns`)
  }
  const { rows: keys } = await client.query<{ name: string; target: string; pairs: string[] }>(
    `SELECT conname AS name, (SELECT nspname || '.' || relname FROM pg_class t JOIN pg_namespace n ON n.oid = relnamespace
          WHERE t.oid = confrelid) AS target,
        array(SELECT a.attname || '=' || b.attname FROM unnest(conkey, confkey) AS k(here, there)
          JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = here
          JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = there) AS pairs
      FROM pg_constraint WHERE conrelid = $1 AND contype = 'f'`,
    [table.oid],
  )
  for (const { name, target, pairs } of keys) {
    const ofTheTown = target === 'kernel.town' && pairs.join() === 'town_id=id'
    if (!ofTheTown && !pairs.includes('town_id=town_id')) problems.push(`the foreign key ${name} reaches across towns`)
    if (!ofTheTown && platformTables.includes(target)) problems.push(`the foreign key ${name} leads to a platform table`)
    if (target.split('.')[0] !== table.name.split('.')[0] && !target.startsWith('kernel.'))
      problems.push(`the foreign key ${name} leads into another room`)
  }
  problems.push(...(await policyProblems(client, table)))
  return problems
}

type Policy = {
  name: string
  command: string
  permissive: boolean
  /** It holds for the role that serves requests, not for the owner alone. */
  ours: boolean
  using: string | null
  check: string | null
}

async function policyProblems(client: Client, table: Table): Promise<string[]> {
  const { rows } = await client.query<Policy>(
    `SELECT polname AS name, polcmd::text AS command, polpermissive AS permissive,
        (0 = ANY (polroles) OR (SELECT oid FROM pg_roles WHERE rolname = $2) = ANY (polroles)) AS ours,
        pg_get_expr(polqual, polrelid) AS using, pg_get_expr(polwithcheck, polrelid) AS check
      FROM pg_policy WHERE polrelid = $1`,
    [table.oid, roles.app],
  )
  const problems: string[] = []
  const admitting = rows.filter(({ permissive }) => permissive)
  if (admitting.length === 0) problems.push('has no policy')
  const personal = table.columns.includes('subject_id')
  for (const { name, command, ours, using, check } of admitting) {
    const sides: [string, string | null, boolean][] = [
      ['USING', using, command !== 'a'],
      ['WITH CHECK', check, command === '*' || command === 'a' || command === 'w'],
    ]
    for (const [side, expression, needed] of sides) {
      if (!needed) continue
      const conditions = conjunctsOf(expression ?? '')
      if (!conditions.some((one) => one === 'town_id = kernel.current_town()'))
        problems.push(`the policy ${name} does not hold to the town in ${side}`)
      if (personal && ours && side === 'USING' && !conditions.some((one) => one === 'kernel.may_see(subject_id)'))
        problems.push(`the policy ${name} shows personal data without a logged look`)
    }
  }
  return problems
}

/** `((a = b) AND f(c))` → `['a = b', 'f(c)']`; an OR on the top level leaves one condition that equals none we accept. */
export function conjunctsOf(expression: string): string[] {
  let text = expression.trim()
  while (text.startsWith('(') && closingOf(text) === text.length - 1) text = text.slice(1, -1).trim()
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0 && text.startsWith(' AND ', at)) {
      parts.push(text.slice(from, at))
      from = at + 5
    }
  }
  if (parts.length === 0) return [text]
  return [...parts, text.slice(from)].flatMap(conjunctsOf)
}

function closingOf(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0) return at
  }
  return -1
}

/** Rights that would go around the policies. */
async function rightProblems(
  client: Client,
  platformTables: readonly string[],
  exceptSchemas: readonly string[],
): Promise<string[]> {
  const scope = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT n.nspname = ANY ($1)`
  const list = async (sql: string, ...more: unknown[]): Promise<string[]> =>
    (await client.query<{ problem: string }>(sql, [exceptSchemas, ...more])).rows.map(({ problem }) => problem)
  return [
    ...(await list(
      `SELECT n.nspname || '.' || relname || ': PUBLIC may ' || right_.privilege_type AS problem FROM pg_class c
        JOIN pg_namespace n ON n.oid = relnamespace, aclexplode(relacl) AS right_ WHERE right_.grantee = 0 AND ${scope}`,
    )),
    ...(await list(
      `SELECT nspname || ': PUBLIC may ' || right_.privilege_type || ' in this schema' AS problem FROM pg_namespace n,
        aclexplode(nspacl) AS right_ WHERE right_.grantee = 0 AND ${scope} AND NOT (nspname = 'public' AND right_.privilege_type = 'USAGE')`,
    )),
    ...(await list(
      `SELECT oid::regprocedure || ': a SECURITY DEFINER function that PUBLIC may call' AS problem FROM (
          SELECT p.oid, p.proacl, p.proowner FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE prosecdef AND ${scope}) AS f,
        aclexplode(coalesce(proacl, acldefault('f', proowner))) AS right_ WHERE right_.grantee = 0`,
    )),
    ...(await list(
      `SELECT p.oid::regprocedure || ': a SECURITY DEFINER function without a fixed search_path' AS problem FROM pg_proc p
        JOIN pg_namespace n ON n.oid = pronamespace
        WHERE prosecdef AND ${scope} AND NOT EXISTS (SELECT FROM unnest(proconfig) AS setting WHERE setting LIKE 'search_path=%')`,
    )),
    ...(await list(
      `SELECT n.nspname || '.' || relname || ': ' || $2 || ' may ' || privilege AS problem FROM pg_class c
        JOIN pg_namespace n ON n.oid = relnamespace, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
        WHERE relkind IN ('r', 'p', 'v') AND ${scope} AND has_table_privilege($2, c.oid, privilege)`,
      roles.app,
    )),
    ...(await list(
      `SELECT n.nspname || '.' || relname || ': append-only, but ' || $2 || ' may ' || privilege AS problem FROM pg_class c
        JOIN pg_namespace n ON n.oid = relnamespace, LATERAL (VALUES ('UPDATE', has_any_column_privilege($2, c.oid, 'UPDATE')),
          ('DELETE', has_table_privilege($2, c.oid, 'DELETE'))) AS rights (privilege, held)
        WHERE relkind IN ('r', 'p') AND ${scope} AND held AND obj_description(c.oid, 'pg_class') = 'append-only'`,
      roles.app,
    )),
    ...(await list(
      `SELECT n.nspname || '.' || relname || ': ' || role || ' may use this table of the other side' AS problem FROM pg_class c
        JOIN pg_namespace n ON n.oid = relnamespace,
        LATERAL (SELECT CASE WHEN n.nspname || '.' || relname = ANY ($2) THEN $3 ELSE $4 END AS role) AS side
        WHERE relkind IN ('r', 'p', 'v') AND ${scope} AND has_table_privilege(role, c.oid, 'SELECT, INSERT, UPDATE, DELETE')`,
      platformTables,
      roles.app,
      roles.platform,
    )),
  ]
}

/** The roles that serve requests stand below the policies. */
export async function roleProblems(client: Client, names: readonly string[] = Object.values(roles)): Promise<string[]> {
  const { rows } = await client.query<{ problem: string }>(
    `SELECT rolname || ' ' || problem AS problem FROM pg_roles r, LATERAL (VALUES
        (rolsuper, 'is superuser'), (rolbypassrls, 'bypasses row-level security'), (rolcreaterole, 'may create roles'),
        (rolcreatedb, 'may create databases'), (rolreplication, 'may replicate'),
        (EXISTS (SELECT FROM pg_class WHERE relowner = r.oid), 'owns a table'),
        (EXISTS (SELECT FROM pg_namespace WHERE nspowner = r.oid), 'owns a schema'),
        (EXISTS (SELECT FROM pg_proc WHERE proowner = r.oid), 'owns a function'),
        (EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid), 'is member of another role')) AS facts (holds, problem)
      WHERE rolname = ANY ($1) AND holds`,
    [names],
  )
  return rows.map(({ problem }) => problem)
}
