// Cases of the dog registration that the house ships, clerks and residents of them, and very many others: for benchmarks alone.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import type { House } from '../../kernel/house.ts'
import { registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import type { Town } from '../../kernel/town.ts'
import { installPackage, receive } from './arrivals.ts'
import { findByReference, type Reading } from './case.ts'
import { hireClerk } from './desk/fixtures.ts'

const form = 'hundesteuer'
const units = 40

export type Crowd = {
  /** Installs the package. @returns the form that opens its cases, and right answers */
  install: () => Promise<{ form: string; answers: Record<string, unknown> }>
  /** @returns the session of a clerk for these units */
  clerk: (unit: string) => Promise<string>
  /** @returns the session of a resident with so many cases */
  resident: (cases: number) => Promise<string>
  findCase: (reference: string) => Promise<{ id: string; step: string } | undefined>
  /** The newest cases that came through the form. */
  newest: (count: number) => Promise<{ id: string; reference: string; step: string }[]>
  /** As the owner of the tables: cases of 200 kinds in 40 units, with their applicants, most of them closed. */
  fill: (owner: pg.Client, count: number) => Promise<void>
}

export function openCrowd(house: House, town: Town): Crowd {
  const example = readFileSync(join(process.cwd(), 'services/dog-registration/examples/form-first-dog.json'), 'utf8')
  const { answers } = (JSON.parse(example) as { given: { answers: Record<string, unknown> } }).given
  return {
    install: async () => {
      await installPackage(house, town, 'dog-registration', new Date())
      return { form, answers }
    },
    clerk: async (unit) => (await hireClerk(town, { unit, now: new Date() })).session,
    resident: async (cases) => {
      const person = await registerPerson(town, { kind: 'resident', givenName: 'Anna', familyName: 'Beispiel' }, new Date())
      for (let count = 0; count < cases; count += 1) await receive(house, town, { form, answers, person }, new Date())
      return openSession(town, person, 'basic', new Date())
    },
    findCase: (reference) => town.read((db: Reading) => findByReference(db, reference)),
    newest: (count) =>
      town.read((db: Reading) =>
        db
          .selectFrom('cases.case as c')
          .innerJoin('cases.type as t', (on) => on.onRef('t.town_id', '=', 'c.town_id').onRef('t.id', '=', 'c.type_id'))
          .select(['c.id', 'c.reference', 'c.step'])
          .where('t.form_key', '=', form)
          .orderBy('c.received_at', 'desc')
          .limit(count)
          .execute(),
      ),
    fill: (owner, count) => fill(owner, town, count),
  }
}

const id = (number: string): string => `('00000000-0000-7000-8000-' || lpad((${number})::text, 12, '0'))::uuid`

async function fill(owner: pg.Client, town: Town, count: number): Promise<void> {
  const kinds = 200
  const series = `generate_series(1, ${count}) AS n`
  await owner.query('BEGIN')
  await owner.query(`SET LOCAL stadttor.town = '${town.id}'; SET LOCAL synchronous_commit = off`)
  await owner.query(`INSERT INTO cases.type (id, key, unit, form_key, title_de, title_en, version, created_at)
    SELECT ${id('k')}, 'kind-' || k, '/unit-' || k % ${units} || '/', 'form-' || k, 'Art ' || k, 'Kind ' || k, 1, now()
    FROM generate_series(1, ${kinds}) AS k`)
  await owner.query(`INSERT INTO cases.type_version (type_id, number, definition, source_hash, origin, installed_at)
    SELECT ${id('k')}, 1, (v.definition - 'secrecy') || jsonb_build_object('key', 'kind-' || k, 'form', 'form-' || k,
      'title', jsonb_build_object('de', 'Art ' || k, 'en', 'Kind ' || k)), 'measured-' || k, 'measured 1.0.0', now()
    FROM cases.type_version v JOIN cases.type t ON t.town_id = v.town_id AND t.id = v.type_id, generate_series(1, ${kinds}) AS k
    WHERE v.town_id = ${town.id} AND t.form_key = '${form}' AND v.number = t.version`)
  await owner.query(`INSERT INTO kernel.unit (id, key, path, kind, name)
    SELECT ${id('u')}, 'unit-' || u, '/unit-' || u || '/', 'unit', 'Amt ' || u FROM generate_series(0, ${units - 1}) AS u
    ON CONFLICT DO NOTHING`)
  // Three of ten run, and one of those waits for the person.
  await owner.query(`INSERT INTO cases."case" (id, reference, type_id, version, unit, state, step, step_at, channel, level, language,
      holder_id, received_at, changed_at, due_on, closed_at, news)
    SELECT ${id('n')}, upper(lpad(to_hex(n), 8, '0')), ${id(`1 + n % ${kinds}`)}, 1, '/unit-' || n % ${units} || '/',
      CASE WHEN n / ${units} % 10 > 2 THEN 'closed' WHEN n / ${units} % 10 = 2 THEN 'waiting' ELSE 'open' END, 'received', now(), 'online', 'none', 'de',
      ${id('n')}, now() - n * interval '1 minute', now(), CASE WHEN n % 17 > 0 THEN current_date - 30 + (hashint4(n) & 1073741823) % 120 END,
      CASE WHEN n / ${units} % 10 > 2 THEN now() END, n % 5 = 0
    FROM ${series}`)
  await owner.query(`INSERT INTO cases.party (id, case_id, role, kind, account_id, subject, added_at)
    SELECT ${id('n')}, ${id('n')}, 'applicant', 'person', ${id('n')}, ${id('n')}, now() FROM ${series}`)
  await owner.query('COMMIT')
  await owner.query('ANALYZE')
}
