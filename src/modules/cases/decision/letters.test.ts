// The letters of the packages that the house ships: each can be made from every set of answers that may be sent.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import type { EvaluateDecision } from '../../../contracts/processes.ts'
import type { TownSql } from '../../../kernel/town.ts'
import { installPackage, receive } from '../arrivals.ts'
import { findByReference, legalBasis, type Reading, type Writing } from '../case.ts'
import { typeOf } from '../type/type.ts'
import { composeDecision, Unfit } from './compose.ts'

const now = new Date('2026-11-22T10:00:00Z')
const services = join(process.cwd(), 'services')
const { house } = await freshHouse({ demo: true })

type Example = { name: string; part: string; given: { answers?: Record<string, unknown> }; expected: { sendable?: boolean } }
const examplesOf = (id: string): Example[] =>
  readdirSync(join(services, id, 'examples')).flatMap((file) => {
    const read = JSON.parse(readFileSync(join(services, id, 'examples', file), 'utf8')) as Example | Example[]
    return (Array.isArray(read) ? read : [read]).filter(
      ({ part, expected }) => part.startsWith('form:') && expected.sendable === true,
    )
  })

/** As the processes call the result of a decision with one output. */
const inCamels = (key: string): string => key.replace(/-(.)/g, (_all, letter: string) => letter.toUpperCase())

for (const id of readdirSync(services))
  test(`Every letter of ${id} can be made from all answers that may be sent`, async () => {
    const town = await freshTown(house)
    await installPackage(house, town, id, now)
    const { parts } = JSON.parse(readFileSync(join(services, id, 'manifest.json'), 'utf8')) as {
      parts: { kind: string; key: string }[]
    }
    let made = 0
    for (const { name, part, given } of examplesOf(id)) {
      const { reference, holder } = await receive(
        house,
        town,
        { form: part.slice('form:'.length), answers: given.answers ?? {} },
        now,
      )
      await town.personal({ subjects: [holder], actor: 'system:cases', purpose: 'Test', legalBasis }, async (db: Writing) => {
        const row = (await findByReference(db as unknown as Reading, reference))!
        const kind = await typeOf(db, row)
        const found: Record<string, unknown> = {}
        for (const { key } of parts.filter((one) => one.kind === 'decision')) {
          const decided = await house.ask<EvaluateDecision>(town, 'evaluate-decision', {
            db: db as TownSql,
            decision: key,
            inputs: row.facts,
            now,
          })
          if (decided && 'outputs' in decided)
            Object.assign(found, typeof decided.outputs === 'object' ? decided.outputs : { [inCamels(key)]: decided.outputs })
        }
        for (const outcome of kind.type.outcomes) {
          const composed = await composeDecision(house, town, { db, row, outcome, found, now }).catch((fault: unknown) => {
            if (fault instanceof Unfit) assert.fail(`${id}, ${name}, ${outcome.key}: ${fault.message} gives nothing`)
            throw fault
          })
          assert.doesNotMatch(
            [composed.content.subject, ...composed.content.paragraphs, ...composed.content.reasons].join('\n'),
            /\{\{|undefined|\bnull\b/,
          )
          made += 1
        }
      })
    }
    assert.ok(made > 0)
  })
