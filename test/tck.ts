// Runs the public test kit of DMN: reads its models and cases, decides, compares with what is expected. @standard dmn-tck/tck.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Decisions, openModel } from '../src/standards/dmn/dmn.ts'
import type { Model } from '../src/standards/dmn/model.ts'
import { readDmn } from '../src/standards/dmn/reader.ts'
import { equal } from '../src/standards/feel/compare.ts'
import { newRun } from '../src/standards/feel/feel.ts'
import { textOf } from '../src/standards/feel/functions/conversions.ts'
import { parseDate, parseDateTime, parseDuration, parseTime } from '../src/standards/feel/literals.ts'
import { Decimal, isContext, isList, isNumber, number, type Value } from '../src/standards/feel/value.ts'
import { childOf, childrenOf, type Element, readXml, textIn } from '../src/standards/xml/tree.ts'

export type Miss = { test: string; wanted: string; got: string }
export type Rate = { level: string; passed: number; total: number; misses: Miss[] }

const xsi = '{http://www.w3.org/2001/XMLSchema-instance}'

function readValue(element: Element | undefined): Value {
  if (!element || element.attributes.get(`${xsi}nil`) === 'true') return null
  const list = childOf(element, 'list')
  if (list) return list.attributes.get(`${xsi}nil`) === 'true' ? null : childrenOf(list, 'item').map(readValue)
  const components = childrenOf(element, 'component')
  if (components.length > 0) return new Map(components.map((one) => [one.attributes.get('name') ?? '', readValue(one)]))
  const value = childOf(element, 'value')
  if (!value || value.attributes.get(`${xsi}nil`) === 'true') return null
  const type = (value.attributes.get(`${xsi}type`) ?? 'xsd:string').replace(/^.*:/, '')
  const { text } = value
  if (type === 'boolean') return text.trim() === 'true'
  if (type === 'date') return parseDate(text.trim()) ?? null
  if (type === 'time') return parseTime(text.trim()) ?? null
  if (type === 'dateTime') return parseDateTime(text.trim()) ?? null
  if (type === 'duration') return parseDuration(text.trim()) ?? null
  if (type === 'string') return text
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text.trim()) ? number(text.trim()) : null
}

/** Numbers agree to eight places: expected values of roots and logarithms are written rounded. */
function agrees(got: Value, wanted: Value): boolean {
  if (isNumber(got) && isNumber(wanted)) return got.sub(wanted).abs().lte(new Decimal('0.00000001'))
  if (got === null || wanted === null) return got === wanted
  if (isList(got) && isList(wanted))
    return got.length === wanted.length && got.every((item, index) => agrees(item, wanted[index]!))
  if (isContext(got) && isContext(wanted))
    return got.size === wanted.size && [...wanted].every(([key, value]) => got.has(key) && agrees(got.get(key)!, value))
  return equal(got, wanted) === true
}

function openFolder(folder: string): Map<string, Decisions | Error> {
  const models = new Map<string, Model | Error>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.dmn'))) {
    try {
      models.set(file, readDmn(readFileSync(join(folder, file), 'utf8')))
    } catch (fault) {
      models.set(file, fault as Error)
    }
  }
  return new Map<string, Decisions | Error>(
    [...models].map(([file, model]) => {
      if (model instanceof Error) return [file, model] as const
      const others = [...models.values()].filter((other): other is Model => !(other instanceof Error) && other !== model)
      try {
        return [file, openModel(model, others)] as const
      } catch (fault) {
        return [file, fault as Error] as const
      }
    }),
  )
}

function runFile(file: string, name: string, opened: Map<string, Decisions | Error>, rate: Rate): void {
  const cases = readXml(readFileSync(file, 'utf8'))
  const decisions = opened.get(textIn(cases, 'modelName')?.trim() ?? '')
  for (const test of childrenOf(cases, 'testCase')) {
    rate.total += 1
    const inputs = new Map(childrenOf(test, 'inputNode').map((one) => [one.attributes.get('name') ?? '', readValue(one)]))
    const several = childrenOf(test, 'resultNode').length > 1 && test.attributes.has('invocableName')
    const wrong = childrenOf(test, 'resultNode').flatMap((result): Miss[] => {
      const wanted = readValue(childOf(result, 'expected'))
      const asked = test.attributes.get('invocableName') ?? result.attributes.get('name') ?? ''
      const label = `${name} ${test.attributes.get('id')} ${asked}`
      if (!decisions || decisions instanceof Error)
        return [{ test: label, wanted: textOf(wanted), got: decisions?.message ?? 'no model' }]
      const run = newRun(new Date('2026-11-22T08:00:00Z'), { milliseconds: 5_000 })
      try {
        const whole = decisions.decide(asked, inputs, run)
        const part = several && whole && isContext(whole) ? whole.get(result.attributes.get('name') ?? '') : undefined
        const got = part ?? whole
        if (got !== undefined && agrees(got, wanted)) return []
        return [
          {
            test: label,
            wanted: textOf(wanted),
            got: `${got === undefined ? 'no such decision' : textOf(got)} ${run.warnings.join(' | ')}`,
          },
        ]
      } catch (fault) {
        return [{ test: label, wanted: textOf(wanted), got: String(fault) }]
      }
    })
    if (wrong.length === 0) rate.passed += 1
    else rate.misses.push(...wrong)
  }
}

/** `folder` holds `compliance-level-2` and `compliance-level-3`. */
export function runKit(folder: string): Rate[] {
  return ['2', '3'].flatMap((level) => {
    const place = join(folder, `compliance-level-${level}`)
    if (!existsSync(place)) return []
    const rate: Rate = { level, passed: 0, total: 0, misses: [] }
    for (const name of readdirSync(place).sort()) {
      const models = openFolder(join(place, name))
      for (const file of readdirSync(join(place, name)).filter((one) => /test.*\.xml$/.test(one)))
        runFile(join(place, name, file), name, models, rate)
    }
    return [rate]
  })
}
