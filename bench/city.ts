// The people of a large city, generated in the database from a number each: accounts, sessions, units, staff with names and roles.
import pg from 'pg'
import { nameOf, type TownKey } from '../src/kernel/keys.ts'
import { searchKeys } from '../src/kernel/staff.ts'
import type { Town } from '../src/kernel/town.ts'
import { seeded } from './catalogue.ts'

export type City = {
  accounts: number
  staff: number
  units: number /** Accounts whose mail address is known, and sessions of each kind. */
  signedIn: number
}

/** The number of a person is the end of their id; staff come after the residents. */
export const staffFrom = 10_000_000
export const mailOf = (number: number): string => `person-${number}@example.org`
export const tokenOf = (kind: 'resident' | 'staff', number: number): string => `measured-${kind}-${number}`
export const deviceOf = (number: number): string => `Messgerät ${number}`
export const unitNameOf = (number: number): string => `Sachgebiet ${number} ${partsOfTown[number % partsOfTown.length]}`
export const unitOf = (member: number, { units }: City): number => 1 + (member % units)

const partsOfTown = [
  'Innenstadt',
  'Nordheim',
  'Südhang',
  'Westend',
  'Ostbahnhof',
  'Auwald',
  'Bergham',
  'Seefeld',
  'Moosach',
  'Lerchenau',
]
const givenNames =
  'Ada Amir Anna Ayşe Ben Carla Deniz Elif Emil Erik Eva Finn Greta Hanna Ida Igor Jan Jürgen Kai Lena Luka Mara Mila Nina Noah Olga Paul Pia Rosa Sami Tariq Uwe Vera Yara Zoe'.split(
    ' ',
  )
const syllables = 'ber bach feld hub lin mei nagl ost pra ra schul stein tal ul wag wein zim krö gru dorn falk kess lor'.split(
  ' ',
)

/** 2,000 family names, all different. */
function makeFamilyNames(): string[] {
  const random = seeded(11)
  const pick = () => syllables[Math.floor(random() * syllables.length)]!
  const names = new Set<string>()
  while (names.size < 2_000) {
    const name = pick() + pick() + pick() + (random() < 0.5 ? 'er' : 'mann')
    names.add(name[0]!.toUpperCase() + name.slice(1))
  }
  return [...names]
}
const familyNames = makeFamilyNames()
export const nameOfStaff = (member: number): { given: string; family: string } => ({
  given: givenNames[member % givenNames.length]!,
  family: familyNames[(member * 7) % familyNames.length]!,
})

const id = (number: string): string => `('00000000-0000-7000-8000-' || lpad((${number})::text, 12, '0'))::uuid`
const tokenHash = (kind: string): string => `sha256(convert_to('measured-${kind}-' || n, 'UTF8'))`

/** Names of a way to sign in by mail, as the accounts room computes them; for most accounts any digest will do. */
const mailNames = (key: TownKey, count: number): string[] =>
  Array.from({ length: count }, (_, index) => nameOf(key, Buffer.from(`way\nmail\n${mailOf(index + 1)}`)))

/** As the owner of the tables, whom row policies let pass. */
export async function fillCity(ownerUrl: string, town: Town, city: City, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const begin = performance.now()
  try {
    await client.query('BEGIN')
    await client.query(`SET LOCAL stadttor.town = '${town.id}'`)
    await client.query(
      "SET LOCAL synchronous_commit = off; SET LOCAL work_mem = '64MB'; SET LOCAL maintenance_work_mem = '256MB'",
    )
    await fillAccounts(client, town, city)
    say(`${city.accounts} accounts after ${Math.round((performance.now() - begin) / 1000)} s`)
    await fillStaff(client, town, city)
    await client.query('COMMIT')
    await client.query('ANALYZE')
  } finally {
    await client.end()
  }
  say(`${city.staff} staff in ${city.units} units; all after ${Math.round((performance.now() - begin) / 1000)} s`)
}

async function fillAccounts(client: pg.Client, town: Town, { accounts, signedIn }: City): Promise<void> {
  const series = `generate_series(1, ${accounts}) AS n`
  await client.query(`INSERT INTO kernel.person (id, kind) SELECT ${id('n')}, 'resident' FROM ${series}`)
  await client.query(
    `INSERT INTO kernel.person_name (subject_id, given_name, family_name) SELECT ${id('n')}, 'Person', 'Nummer ' || n FROM ${series}`,
  )
  await client.query(
    `INSERT INTO accounts.way (id, person_id, kind, name, created_at, last_used_at)
     SELECT ${id('n')}, ${id('n')}, 'mail', coalesce(($1::text[])[n], encode(sha256(('any ' || n)::bytea), 'hex')), now(), now() FROM ${series}`,
    [mailNames(town.dataKey, signedIn)],
  )
  await client.query(
    `INSERT INTO accounts.way_label (subject_id, way_id, label) SELECT ${id('n')}, ${id('n')}, 'person-' || n || '@example.org' FROM ${series}`,
  )
  await client.query(
    `INSERT INTO kernel.session (id, token_hash, person_id, level, expires_at, method, device)
     SELECT ${id('n')}, ${tokenHash('resident')}, ${id('n')}, 'basic', now() + interval '12 hours', 'mail-code', 'Messgerät ' || n
     FROM generate_series(1, ${signedIn}) AS n`,
  )
}

const permissions = ['desk.work.see', 'desk.organisation.see']

async function fillStaff(client: pg.Client, { dataKey }: Town, city: City): Promise<void> {
  const { staff, units, signedIn } = city
  const unitNames = Array.from({ length: units }, (_, index) => unitNameOf(index + 1))
  // Forty departments; the others stand below them.
  await client.query(
    `INSERT INTO kernel.unit (id, parent_id, key, path, kind, name)
     SELECT ${id('n')}, CASE WHEN n > 40 THEN ${id('1 + n % 40')} END, 'unit-' || n,
       CASE WHEN n > 40 THEN '/unit-' || (1 + n % 40) ELSE '' END || '/unit-' || n || '/',
       CASE WHEN n > 40 THEN 'unit' ELSE 'department' END, ($1::text[])[n]
     FROM generate_series(1, ${units}) AS n`,
    [unitNames],
  )
  await client.query(
    `INSERT INTO kernel.role (id, key, name, permissions) VALUES (${id('1')}, 'measured', 'Sachbearbeitung', $1)`,
    [permissions],
  )
  await client.query(
    'CREATE TEMP TABLE name_keys (kind text, number integer, name text, keys bigint[], sort text) ON COMMIT DROP',
  )
  for (const [kind, names] of Object.entries({ given: givenNames, family: familyNames })) {
    const rows = names.map((name, number) => ({
      number,
      name,
      keys: searchKeys(dataKey, name),
      sort: name.slice(0, 2).toLowerCase(),
    }))
    await client.query(
      `INSERT INTO name_keys SELECT $1, number, name, ARRAY(SELECT jsonb_array_elements_text(keys)::bigint), sort
       FROM jsonb_to_recordset($2::jsonb) AS r (number integer, name text, keys jsonb, sort text)`,
      [kind, JSON.stringify(rows)],
    )
  }
  await client.query(
    `CREATE TEMP TABLE member ON COMMIT DROP AS SELECT n, ${id(`n + ${staffFrom}`)} AS id, ${id(`1 + n % ${units}`)} AS unit,
       g.name AS given, f.name AS family, g.keys || f.keys AS keys, f.sort
     FROM generate_series(1, ${staff}) AS n
       JOIN name_keys g ON g.kind = 'given' AND g.number = n % ${givenNames.length}
       JOIN name_keys f ON f.kind = 'family' AND f.number = (n * 7) % ${familyNames.length}`,
  )
  await client.query("INSERT INTO kernel.person (id, kind) SELECT id, 'staff' FROM member")
  await client.query('INSERT INTO kernel.person_name (subject_id, given_name, family_name) SELECT id, given, family FROM member')
  await client.query(
    `INSERT INTO kernel.staff (person_id, source, user_name_key, search_keys, sort_key)
     SELECT id, 'scim', encode(sha256(('user ' || n)::bytea), 'hex'), keys, sort FROM member`,
  )
  await client.query("INSERT INTO kernel.membership (person_id, unit_id, state) SELECT id, unit, 'confirmed' FROM member")
  await client.query(
    `INSERT INTO kernel.role_grant (id, person_id, role_id, unit_id) SELECT id, id, ${id('1')}, unit FROM member`,
  )
  await client.query(
    `INSERT INTO kernel.session (id, token_hash, person_id, level, expires_at, method, second_factor, device)
     SELECT id, ${tokenHash('staff')}, id, 'basic', now() + interval '12 hours', 'passkey', true, 'Messgerät ' || n
     FROM member WHERE n <= ${signedIn}`,
  )
}
