// All answers of a large form checked at once, with all its rules, after it was compiled.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { place } from '../src/main.ts'
import { type Bench, CannotMeasure, median } from './bench.ts'

type Answers = Record<string, unknown>
type Fixtures = {
  largeForm: (questions: number, rules: number) => { document: object; answers: Answers }
  judge: (document: object) => (answers: Answers, now: Date) => number
}

const [questions, rules] = [300, 100]

export const formRules: Bench = {
  name: 'form-rules',
  title: `a form of ${questions} answers with ${rules} rules, checked as a whole`,
  measure: async ({ short }) => {
    const file = join(place.dist, 'src/modules/forms/fixtures.js')
    if (!existsSync(file)) throw new CannotMeasure('the module forms is not home')
    const { largeForm, judge } = (await import(pathToFileURL(file).href)) as Fixtures
    const { document, answers } = largeForm(questions, rules)
    const problems = judge(document)
    const now = new Date('2026-11-22T10:00:00Z')
    assert.equal(problems(answers, now), 0)
    assert.equal(problems({ ...answers, q1: 20_000 }, now), 1)
    const rounds = short ? 20 : 200
    // CPU time, so that others on the machine do not count.
    const times = Array.from({ length: 7 }, () => {
      const start = process.cpuUsage()
      for (let index = 0; index < rounds; index += 1) problems(answers, now)
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1e3 / rounds
    })
    return [{ what: 'checked', value: median(times), unit: 'ms CPU', goal: { most: 5 } }]
  },
}
