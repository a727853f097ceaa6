// Forms of twenty answers sent at once, against the bare inserts of the same rows through plain prepared statements.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type pg from 'pg'
import { readConfiguration } from '../src/kernel/configuration.ts'
import { newId } from '../src/kernel/ids.ts'
import { createLog } from '../src/kernel/log.ts'
import { newReference } from '../src/kernel/reference.ts'
import type { Town } from '../src/kernel/town.ts'
import { openHouse } from '../src/main.ts'
import { type FormSender, findFormSender } from '../test/endure/forms-worker.ts'
import { neutralSettings } from '../test/fresh-town.ts'
import { type Bench, CannotMeasure, median } from './bench.ts'
import { openFolder } from './town-hall.ts'

const clients = 8

export const submissions: Bench = {
  name: 'submissions',
  title: 'forms of 20 answers sent, against the same inserts in one transaction each',
  measure: async (run) => {
    const makeSender = await findFormSender()
    if (!makeSender) throw new CannotMeasure('the module forms is not home')
    const configuration = readConfiguration({ DATA_DIR: openFolder(join(run.folder, 'data')) })
    if ('problems' in configuration) throw new Error(configuration.problems.join('\n'))
    const { house, close } = await openHouse(configuration, createLog('error'))
    run.atEnd(() => close())
    await house.towns.settle([{ key: 'musterstadt', folder: '', settings: neutralSettings('musterstadt') }])
    const town = house.towns.list()[0]!
    const sender = await makeSender(house, town)
    const [rounds, each] = run.short ? [2, 80] : [7, 400]
    const [ours, bare]: [number[], number[]] = [[], []]
    for (let round = 0; round <= rounds; round += 1) {
      const drafts: string[] = []
      for (let count = 0; count < each; count += 1) drafts.push(await sender.begin())
      const own = await timeAll(drafts, sender.send)
      const rows = await timeAll(drafts, () => insertBare(house.database.app, town, sender))
      // The first round warms up.
      if (round > 0) {
        ours.push(own)
        bare.push(rows)
      }
    }
    const ratios = ours.map((value, index) => value / bare[index]!)
    const note = `${clients} at once, the database with its usual durability; bare: plain pg, each statement named and awaited, as pgbench -M prepared does`
    return [
      { what: 'forms sent', value: median(ours), unit: '/s' },
      { what: 'the same inserts, bare', value: median(bare), unit: '/s', note },
      { what: 'forms sent, share of the bare inserts', value: median(ratios), unit: '×', goal: { least: 0.5 } },
    ]
  },
}

/** @returns how many a second */
async function timeAll(drafts: readonly string[], send: (draft: string) => Promise<unknown>): Promise<number> {
  const waiting = [...drafts]
  const begin = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let draft = waiting.pop(); draft !== undefined; draft = waiting.pop()) await send(draft)
    }),
  )
  return drafts.length / ((performance.now() - begin) / 1_000)
}

const sealed = randomBytes(1_600)
const proof = randomBytes(64)

/** The rows that a submission writes: the look, the submission, its content, the event. No encryption, no check, no notice. */
async function insertBare(pool: pg.Pool, town: Town, { form }: FormSender): Promise<void> {
  const client = await pool.connect()
  const ask = (name: string, text: string, values: unknown[]) => client.query({ name: `bare ${name}`, text, values })
  const [id, holder, now] = [newId(), newId(), new Date()]
  try {
    await client.query('BEGIN')
    await ask('town', "SELECT set_config('stadttor.town', $1, true)", [String(town.id)])
    await ask('look', 'SELECT kernel.log_access($1::uuid[], $2, $3, $4, $5, $6, $7, $8, $9)', [
      [holder],
      ...['self', 'Ihre Angaben entgegengenommen und gespeichert', 'Art. 6 Abs. 1 Buchst. e DSGVO', '7K3M-9QX2', null],
      ...[[], false, null],
    ])
    await ask(
      'submission',
      `INSERT INTO forms.submission (id, reference, draft_id, form_id, version, unit, holder_id, level, method, language, received_at,
        keep_until, content_hash, signature) VALUES ($1, $2, $3, $4, 1, '/', $5, 'none', 'none', 'de', $6, '2027-02-14', $7, $8)`,
      [id, newReference(), newId(), form, holder, now, proof.subarray(32), proof],
    )
    await ask('content', 'INSERT INTO forms.submission_content (submission_id, subject_id, sealed) VALUES ($1, $2, $3)', [
      id,
      holder,
      sealed,
    ])
    await ask('event', 'INSERT INTO kernel.event (id, type, subjects, payload) VALUES ($1, $2, $3, $4)', [
      newId(),
      'bench.inserted.v1',
      [`forms.submission/${id}`, `forms.form/${form}`],
      JSON.stringify({ submission: id, form, version: 1, unit: '/' }),
    ])
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}
