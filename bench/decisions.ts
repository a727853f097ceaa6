// Decision tables per second on one core, after compilation: 100 rules of two tests each.
import assert from 'node:assert/strict'
import { openModel } from '../src/standards/dmn/dmn.ts'
import { readDmn } from '../src/standards/dmn/reader.ts'
import { newRun } from '../src/standards/feel/feel.ts'
import { textOf } from '../src/standards/feel/functions/conversions.ts'
import { number } from '../src/standards/feel/value.ts'
import { type Bench, median } from './bench.ts'

const rules = 100

/** Fees by income and number of children: rule n holds for incomes from n × 100 on. */
const model = (): string => `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="bench" name="fees">
  <inputData name="income" id="income"><variable name="income" typeRef="number"/></inputData>
  <inputData name="children" id="children"><variable name="children" typeRef="number"/></inputData>
  <decision name="fee" id="fee"><variable name="fee" typeRef="number"/>
    <informationRequirement><requiredInput href="#income"/></informationRequirement>
    <informationRequirement><requiredInput href="#children"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE">
      <input><inputExpression typeRef="number"><text>income</text></inputExpression></input>
      <input><inputExpression typeRef="number"><text>children</text></inputExpression></input>
      <output typeRef="number"/>
      ${Array.from({ length: rules }, (_, rule) => `<rule><inputEntry><text>[${rule * 100}..${(rule + 1) * 100})</text></inputEntry><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>${rule} + 0.50</text></outputEntry></rule>`).join('')}
    </decisionTable>
  </decision>
</definitions>`

export const decisions: Bench = {
  name: 'decisions',
  title: `a decision table of ${rules} rules, two inputs, one of them fits`,
  measure: async ({ short }) => {
    const { decide } = openModel(readDmn(model()))
    const decideOnce = (income: number): string => {
      const inputs = new Map([
        ['income', number(income)],
        ['children', number(2)],
      ])
      const run = newRun(new Date(0), { milliseconds: 60_000 })
      return textOf(decide('fee', inputs, run) ?? null)
    }
    const round = (): number => {
      // CPU time, so that others on the machine do not count.
      const start = process.cpuUsage()
      const count = short ? 2_000 : 20_000
      for (let index = 0; index < count; index += 1) {
        const rule = (index * 37) % rules
        assert.equal(decideOnce(rule * 100 + 5), textOf(number(`${rule}.5`)))
      }
      const { user, system } = process.cpuUsage(start)
      return count / ((user + system) / 1e6)
    }
    round()
    const rates = Array.from({ length: 5 }, round)
    return [{ what: 'decisions', value: median(rates), unit: '/CPU s', goal: { least: 20_000 } }]
  },
}
