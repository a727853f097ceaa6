// A stock of number plates as a package brings it, and holds as a case asks for them, for tests.
import type { InstallPart, PackagePart } from '../../contracts/package-parts.ts'
import type { HoldUnit, SettleUnit } from '../../contracts/reservations.ts'
import type { House } from '../../kernel/house.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import type { StockDocument } from './stock-document.ts'

const sign = { name: 'sign', oneOf: 'A' }
const dash = { text: '-' }
const blank = { text: ' ' }
const letters = (count: number) => ({ name: 'letters', letters: { min: count, max: count } })
const digits = (from: number, to: number) => ({ name: 'number', digits: { from, to } })

export const plates: StockDocument = {
  format: 'stadttor-stock/1',
  key: 'plates',
  title: { de: 'Wunschkennzeichen', en: 'Personal number plates' },
  unitName: { de: 'ein Kennzeichen', en: 'a number plate' },
  example: 'A-AB 123',
  ranges: [
    { parts: [sign, dash, letters(1), blank, digits(1, 999)] },
    { parts: [sign, dash, letters(2), blank, digits(1, 9999)] },
  ],
  labels: { letters: { de: 'Buchstaben', en: 'Letters' }, number: { de: 'Ziffern', en: 'Digits' } },
  endings: ['E', 'H'],
  rules: { part: 'plate-rules', decision: 'refusal' },
  refusals: { banned: { de: 'Diese Kombination vergeben wir nicht.', en: 'We do not give out this combination.' } },
  software: 'plate-stock',
  keepDays: '90',
  form: 'wunschkennzeichen',
}

export const plateRules = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="Rules" name="Regeln" namespace="urn:test:plates">
  <inputData id="i-letters" name="letters"><variable name="letters" typeRef="string"/></inputData>
  <inputData id="i-number" name="number"><variable name="number" typeRef="number"/></inputData>
  <decision id="refusal" name="Ablehnung"><variable name="Ablehnung" typeRef="string"/>
    <informationRequirement><requiredInput href="#i-letters"/></informationRequirement>
    <informationRequirement><requiredInput href="#i-number"/></informationRequirement>
    <decisionTable hitPolicy="FIRST">
      <input><inputExpression typeRef="string"><text>letters</text></inputExpression></input>
      <input><inputExpression typeRef="number"><text>number</text></inputExpression></input>
      <output typeRef="string"/>
      <rule id="r1"><inputEntry><text>"SS"</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"banned"</text></outputEntry></rule>
      <rule id="r2"><inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"allowed"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>`

export const stockPart = (document: object = plates): PackagePart => ({
  kind: 'stock',
  key: 'plates',
  file: 'stock.json',
  content: JSON.stringify(document),
})
export const rulesPart: PackagePart = { kind: 'decision', key: 'plate-rules', file: 'plates.dmn', content: plateRules }

export const install = (house: House, town: Town, now: Date, document: object = plates, unit = '/') =>
  town.write((db) => {
    const part = stockPart(document)
    const origin = { id: 'number-plate-reservation', version: '1.0.0' }
    const asked = { db: db as TownSql, part, all: [part, rulesPart], origin, unit, by: null, now }
    return house.ask<InstallPart>(town, 'install-package-part', asked)
  })

export const aDay = 86_400_000

export const holdFor = (house: House, town: Town, matter: string, unit: string, now: Date, days = 1) =>
  town.write((db) =>
    house.ask<HoldUnit>(town, 'hold-unit', {
      ...{ db: db as TownSql, key: `cases.case/${matter}`, stock: 'plates', unit },
      ...{ matter: { kind: 'cases.case', id: matter }, until: new Date(now.getTime() + days * aDay), now },
    }),
  )

export const settleFor = (house: House, town: Town, matter: string, as: 'reserved' | 'released', now: Date) =>
  town.write((db) => house.ask<SettleUnit>(town, 'settle-unit', { db: db as TownSql, key: `cases.case/${matter}`, as, now }))
