// Checks, calculations and the fee of a form.
import type { Reader } from '../../../kernel/words.ts'
import { type Calculation, type Check, type FormDocument, keyShape } from '../document/document.ts'
import { builderWords } from './builder-words.ts'
import { unwritten } from './condition-words.ts'
import { present, withGerman, without } from './edits.ts'
import { isTicked, numberIn, type Typed } from './entries.tsx'
import { logicWords } from './logic-words.ts'
import { isReserved, keyFor, keysOf, labelOfItem, listItems } from './outline.ts'
import { type Thing, withAt } from './thing.ts'

const backOf = (reader: Reader) => ({ label: builderWords(reader).toForm, path: 'rules' })

export function checkAt(reader: Reader, document: FormDocument, index: string): Thing | undefined {
  const number = index === 'new' ? undefined : Number(index)
  const check = number === undefined ? undefined : document.checks?.[number]
  if (number !== undefined && !check) return undefined
  const text = logicWords(reader)
  const questions = listItems(document).flatMap(({ item, path, page }) =>
    item.kind === 'question' ? [{ value: path, label: `${labelOfItem(item)} (${page.title.de})` }] : [],
  )
  const set = (old: FormDocument, one: Check | undefined): FormDocument => {
    const checks = withAt(old.checks, number, one)
    return checks.length > 0 ? { ...old, checks } : without(old, ['checks'])
  }
  return {
    action: 'check',
    title: check?.message.de ?? text.checkNew,
    label: (typed) => typed.message ?? '',
    lead: text.checksHow,
    entries: [
      {
        name: 'message',
        label: text.checkMessage,
        hint: text.checkMessageHint,
        as: 'line',
        atMost: 500,
        needed: text.checkMessageMissing,
      },
      { name: 'at', label: text.checkAt, as: 'select', choices: questions, needed: text.checkAtMissing },
    ],
    typed: check && { message: check.message.de, at: check.at },
    back: backOf(reader),
    ...(check && { rule: { at: `check:${index}`, feel: check.when, title: text.whenCheck } }),
    more: () => [],
    put: (old, typed) => {
      const before = number === undefined ? undefined : old.checks?.[number]
      const message = withGerman(before?.message, typed.message ?? '')!
      return set(old, { when: before?.when ?? unwritten, at: typed.at ?? '', message })
    },
    drop: (old) => set(old, undefined),
    ...(check === undefined && {
      onwards: (after) => `rule?at=${encodeURIComponent(`check:${(after.checks?.length ?? 1) - 1}`)}`,
    }),
  }
}

export function calculationAt(reader: Reader, document: FormDocument, name: string): Thing | undefined {
  const index = name === 'new' ? undefined : (document.calculations ?? []).findIndex((one) => one.name === name)
  const calculation = index === undefined ? undefined : document.calculations?.[index]
  if (index !== undefined && !calculation) return undefined
  const text = logicWords(reader)
  const nameOfNew = (old: FormDocument, typed: Typed): string =>
    calculation?.name ?? (typed.name || keyFor(typed.label ?? '', keysOf(old)))
  const set = (old: FormDocument, one: Calculation | undefined): FormDocument => {
    const calculations = withAt(old.calculations, index, one)
    return calculations.length > 0 ? { ...old, calculations } : without(old, ['calculations'])
  }
  return {
    action: 'calculation',
    title: calculation ? (calculation.label?.de ?? calculation.name) : text.calculationNew,
    label: (typed) => typed.label ?? '',
    lead: text.calculationsHow,
    entries: [
      { name: 'label', label: text.calculationLabel, as: 'line', needed: text.calculationLabelMissing },
      {
        name: 'feel',
        label: text.calculationFeel,
        hint: text.calculationFeelHint,
        as: 'text',
        atMost: 4_000,
        needed: text.calculationFeelMissing,
      },
      { name: 'money', label: text.calculationMoney, as: 'tick' },
      ...(calculation
        ? []
        : [{ name: 'name', label: text.calculationName, hint: text.calculationNameHint, as: 'line' as const, atMost: 64 }]),
    ],
    typed: calculation && {
      label: calculation.label?.de ?? calculation.name,
      feel: calculation.feel,
      money: calculation.money ? 'yes' : '',
    },
    back: backOf(reader),
    rule: { at: calculation ? `calculation:${calculation.name}` : 'calculation:', field: 'feel' },
    showNames: true,
    more: ({ name: wanted = '' }) => {
      if (calculation || wanted === '') return []
      if (!keyShape.test(wanted) || isReserved(wanted)) return [{ field: 'name', message: text.shape }]
      return keysOf(document).has(wanted) ? [{ field: 'name', message: text.taken }] : []
    },
    put: (old, typed) => {
      const label = withGerman(calculation?.label, typed.label ?? '')
      const money = isTicked(typed, 'money') || undefined
      return set(old, { name: nameOfNew(old, typed), feel: typed.feel ?? '', ...present({ label, money }) })
    },
    drop: (old) => set(old, undefined),
  }
}

/** An amount that is the same for everybody, in euros; undefined where it is computed. */
export const fixedFee = (amount: string): number | undefined =>
  /^\d{1,9}(\.\d{1,2})?$/.test(amount) ? Number(amount) : undefined

export function feeOf(reader: Reader, document: FormDocument): Thing {
  const text = logicWords(reader)
  const { fee } = document
  const fixed = fee && fixedFee(fee.amount)
  return {
    action: 'fee',
    title: text.fee,
    label: (typed) => typed.amount || (typed.rule ?? ''),
    lead: text.feeHow,
    entries: [
      { name: 'amount', label: text.feeAmount, hint: text.feeAmountHint, as: 'decimal', least: 0, most: 1_000_000 },
      { name: 'rule', label: text.feeRule, hint: text.feeRuleHint, as: 'text', atMost: 4_000 },
      { name: 'note', label: text.feeNote, hint: text.feeNoteHint, as: 'line', atMost: 500 },
    ],
    typed: fee && {
      amount: fixed === undefined ? '' : fee.amount.replace('.', ','),
      rule: fixed === undefined ? fee.amount : '',
      note: fee.note?.de ?? '',
    },
    back: backOf(reader),
    rule: { at: 'fee', field: 'rule' },
    showNames: true,
    more: ({ amount, rule }) => (amount || rule ? [] : [{ field: 'amount', message: text.feeMissing }]),
    put: (old, typed) => {
      const euros = numberIn(typed.amount ?? '')
      const note = withGerman(old.fee?.note, typed.note ?? '')
      return { ...old, fee: { amount: euros === undefined ? (typed.rule ?? '') : euros.toFixed(2), ...present({ note }) } }
    },
    drop: (old) => without(old, ['fee']) as FormDocument,
  }
}
