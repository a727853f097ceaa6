// Conditions in words: for the pages of the builder, the history and the comparison of versions.
import { formatDay, formatNumber } from '../../../design/format.ts'
import { type Reader, words } from '../../../kernel/words.ts'
import type { Feel, FormDocument, Item } from '../document/document.ts'
import { type Comparison, type Condition, conditionOf, type Standpoint, subjectsFor } from './condition.ts'
import { findItem, labelOfItem, listItems } from './outline.ts'

export const conditionWords = words('forms-conditions', {
  de: {
    is: 'ist',
    not: 'ist nicht',
    contains: 'enthält',
    lacks: 'enthält nicht',
    more: 'ist größer als',
    less: 'ist kleiner als',
    atLeast: 'ist mindestens',
    atMost: 'ist höchstens',
    after: 'ist nach dem',
    before: 'ist vor dem',
    from: 'ist am oder nach dem',
    until: 'ist am oder vor dem',
    answered: 'ist beantwortet',
    open: 'ist nicht beantwortet',
    entriesIs: 'Anzahl ist',
    entriesMore: 'Anzahl ist größer als',
    entriesLess: 'Anzahl ist kleiner als',
    and: 'und',
    or: 'oder',
    yes: 'Ja',
    no: 'Nein',
    ownRule: (feel: string) => `diese Regel zutrifft: ${feel}`,
    title: (name: string) => `Wann erscheint „${name}“?`,
    titleExit: (name: string) => `Wann führt es zum Ausgang „${name}“?`,
    titleCheck: (name: string) => `Wann erscheint die Meldung „${name}“?`,
    how: 'Wählen Sie eine Frage, die vorher beantwortet wird. Danach wählen Sie, was zutreffen muss.',
    none: 'Davor steht noch keine Frage. Eine Bedingung braucht eine Frage, die vorher beantwortet wird.',
    joinLabel: 'Wie gehören die Bedingungen zusammen?',
    all: 'Alle müssen zutreffen',
    any: 'Eine genügt',
    rowOf: (number: number, name: string) => `Bedingung ${number}: ${name}`,
    comparison: 'Vergleich',
    value: 'Wert',
    dayHint: 'Zum Beispiel 31.12.2026',
    removeRow: (number: number) => `Bedingung ${number} streichen`,
    subject: 'Frage',
    addRow: 'Bedingung hinzufügen',
    subjectMissing: 'Bitte wählen Sie eine Frage.',
    comparisonMissing: 'Bitte wählen Sie, was zutreffen muss.',
    valueMissing: 'Bitte geben Sie den Wert an.',
    valueNumber: 'Bitte geben Sie eine Zahl ein, zum Beispiel 18.',
    valueDay: 'Bitte geben Sie ein Datum ein, zum Beispiel 31.12.2026.',
    valueChoice: 'Bitte wählen Sie eine der Antworten.',
    noRows: 'Bitte fügen Sie eine Bedingung hinzu.',
    save: 'Bedingung speichern',
    drop: 'Ohne Bedingung: immer zeigen',
    asText: 'Als Regel in Textform',
    asTextHow: 'Für Regeln, die sich oben nicht auswählen lassen. Fragen stehen hier mit ihrem technischen Namen.',
    asTextOnly: 'Diese Regel ist in Textform geschrieben. Sie können sie hier ändern oder oben neu beginnen.',
    ruleText: 'Regel',
    saveText: 'Regel speichern',
    textMissing: 'Bitte schreiben Sie die Regel.',
    names: 'Technische Namen der Fragen',
    never: 'Noch nie: Die Bedingung fehlt.',
  },
  en: {
    is: 'is',
    not: 'is not',
    contains: 'contains',
    lacks: 'does not contain',
    more: 'is greater than',
    less: 'is less than',
    atLeast: 'is at least',
    atMost: 'is at most',
    after: 'is after',
    before: 'is before',
    from: 'is on or after',
    until: 'is on or before',
    answered: 'is answered',
    open: 'is not answered',
    entriesIs: 'number is',
    entriesMore: 'number is greater than',
    entriesLess: 'number is less than',
    and: 'and',
    or: 'or',
    yes: 'Yes',
    no: 'No',
    ownRule: (feel: string) => `this rule holds: ${feel}`,
    title: (name: string) => `When does “${name}” appear?`,
    titleExit: (name: string) => `When does it lead to the exit “${name}”?`,
    titleCheck: (name: string) => `When does the message “${name}” appear?`,
    how: 'Choose a question that is answered before. Then choose what must hold.',
    none: 'There is no question before it yet. A condition needs a question that is answered before.',
    joinLabel: 'How do the conditions belong together?',
    all: 'All must hold',
    any: 'One is enough',
    rowOf: (number: number, name: string) => `Condition ${number}: ${name}`,
    comparison: 'Comparison',
    value: 'Value',
    dayHint: 'For example 31.12.2026',
    removeRow: (number: number) => `Take out condition ${number}`,
    subject: 'Question',
    addRow: 'Add condition',
    subjectMissing: 'Please choose a question.',
    comparisonMissing: 'Please choose what must hold.',
    valueMissing: 'Please give the value.',
    valueNumber: 'Please type a number, for example 18.',
    valueDay: 'Please type a date, for example 31.12.2026.',
    valueChoice: 'Please choose one of the answers.',
    noRows: 'Please add a condition.',
    save: 'Save condition',
    drop: 'Without condition: show always',
    asText: 'As a rule in text form',
    asTextHow: 'For rules that cannot be chosen above. Questions stand here by their technical names.',
    asTextOnly: 'This rule is written in text form. You can change it here, or begin anew above.',
    ruleText: 'Rule',
    saveText: 'Save rule',
    textMissing: 'Please write the rule.',
    names: 'Technical names of the questions',
    never: 'Never yet: the condition is missing.',
  },
})

/** Stands where a rule is still to be written: it never holds. */
export const unwritten: Feel = 'false'

export function comparisonWord(reader: Reader, item: Item | undefined, comparison: Comparison): string {
  const text = conditionWords(reader)
  if (item?.kind === 'group')
    return comparison === 'more' ? text.entriesMore : comparison === 'less' ? text.entriesLess : text.entriesIs
  if (item?.kind === 'question' && item.type === 'date') {
    const days: Partial<Record<Comparison, string>> = {
      more: text.after,
      less: text.before,
      atLeast: text.from,
      atMost: text.until,
    }
    return days[comparison] ?? text[comparison]
  }
  return text[comparison]
}

/** The value of a row as people read it. */
export function valueWord(reader: Reader, item: Item | undefined, document: FormDocument, value: string): string {
  const text = conditionWords(reader)
  if (item?.kind !== 'question') return value
  if (item.type === 'yesNo') return value === 'true' ? text.yes : text.no
  if (item.type === 'choice' || item.type === 'choices')
    return `„${item.choices.find((choice) => choice.value === value)?.label.de ?? value}“`
  if (item.type === 'codeList')
    return `„${document.codeLists?.[item.list]?.entries.find((entry) => entry.value === value)?.label ?? value}“`
  if (item.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDay(reader.language, value)
  if (item.type === 'number' || item.type === 'money') return formatNumber(reader.language, Number(value))
  return `„${value}“`
}

export function sayCondition(reader: Reader, document: FormDocument, { join, rows }: Condition): string {
  const text = conditionWords(reader)
  return rows
    .map(({ path, comparison, value }) => {
      const item = findItem(document, path)?.item
      const said = [`„${item ? labelOfItem(item) : path}“`, comparisonWord(reader, item, comparison)]
      return [...said, ...(value === '' ? [] : [valueWord(reader, item, document, value)])].join(' ')
    })
    .join(` ${text[join]} `)
}

/** From nowhere in particular: whatever the rule names is looked up in the whole form. */
export function sayRule(reader: Reader, document: FormDocument, feel: Feel, from?: Standpoint): string {
  const standpoint = from ?? { groups: [], before: listItems(document) }
  const condition = conditionOf(document, feel, subjectsFor(standpoint))
  return condition ? sayCondition(reader, document, condition) : conditionWords(reader).ownRule(feel)
}
