// What only some kinds of answers have: lengths, bounds, choices, lists, parts; read from a question and put back.
import type { FormDocument, Question } from '../document/document.ts'
import { keptChoices } from './choice-lines.ts'
import { present, withGerman, without } from './edits.ts'
import { type Entry, isTicked, linesOf, numberIn, type Typed } from './entries.tsx'
import type { QuestionWords } from './question-words.ts'

/** `early`: belongs right below the question, such as its choices. */
type LimitEntry = Entry & { early?: boolean }

const textOf = (value: number | string | undefined): string => (value === undefined ? '' : String(value))
const euros = (cents: number | undefined): string =>
  cents === undefined ? '' : (cents / 100).toFixed(2).replace('.', ',').replace(/,00$/, '')

const bounds: Record<string, string> = {
  today: 'today()',
  tomorrow: 'today() + duration("P1D")',
  yesterday: 'today() - duration("P1D")',
  adult: 'today() - duration("P18Y")',
}
const boundName = (feel: string | undefined): string =>
  feel === undefined ? '' : (Object.keys(bounds).find((name) => bounds[name] === feel) ?? 'own')

function boundEntries(text: QuestionWords): LimitEntry[] {
  const named = { today: text.boundToday, tomorrow: text.boundTomorrow, yesterday: text.boundYesterday, adult: text.boundAdult }
  const choices = (names: readonly (keyof typeof named)[]) => [
    ...names.map((value) => ({ value, label: named[value] })),
    { value: 'own', label: text.boundOwn },
  ]
  return [
    { name: 'earliest', label: text.earliest, as: 'select', choices: choices(['today', 'tomorrow']) },
    { name: 'earliestRule', label: text.boundRule, hint: text.boundRuleHint, as: 'line', atMost: 4_000 },
    { name: 'latest', label: text.latest, as: 'select', choices: choices(['today', 'yesterday', 'adult']) },
    { name: 'latestRule', label: text.boundRuleLatest, hint: text.boundRuleHint, as: 'line', atMost: 4_000 },
  ]
}

export function limitEntries(question: Question, document: FormDocument, text: QuestionWords): LimitEntry[] {
  const count = (name: 'minLength' | 'maxLength' | 'min' | 'max' | 'longestDays' | 'maxFiles', most = 1_000_000): LimitEntry => ({
    name,
    label: text[name],
    as: 'number',
    least: 0,
    most,
  })
  switch (question.type) {
    case 'text':
      return [
        count('minLength', 20_000),
        count('maxLength', 20_000),
        { name: 'pattern', label: text.pattern, hint: text.patternHint, as: 'line' },
        { name: 'patternHint', label: text.patternText, hint: text.patternTextHint, as: 'line' },
      ]
    case 'longText':
      return [count('minLength', 20_000), count('maxLength', 20_000)]
    case 'number':
      return [
        { name: 'unit', label: text.unit, hint: text.unitHint, as: 'line', early: true },
        { name: 'min', label: text.min, as: 'decimal' },
        { name: 'max', label: text.max, as: 'decimal' },
        { name: 'decimals', label: text.decimals, as: 'number', least: 0, most: 9 },
      ]
    case 'money':
      return [
        { name: 'min', label: text.minMoney, as: 'decimal' },
        { name: 'max', label: text.maxMoney, as: 'decimal' },
      ]
    case 'date':
      return boundEntries(text)
    case 'dateRange':
      return [...boundEntries(text), count('longestDays', 36_500)]
    case 'time':
      return [
        { name: 'earliest', label: text.earliestTime, hint: text.timeHint, as: 'line' },
        { name: 'latest', label: text.latestTime, hint: text.timeHint, as: 'line' },
      ]
    case 'yesNo':
      return [
        { name: 'yes', label: text.yes, hint: text.yesNoHint, as: 'line' },
        { name: 'no', label: text.no, as: 'line' },
      ]
    case 'choice':
    case 'choices': {
      const lines: LimitEntry = {
        name: 'choices',
        label: text.choices,
        hint: text.choicesHint,
        as: 'text',
        rows: 6,
        atMost: 20_000,
        needed: text.choicesMissing,
        early: true,
      }
      if (question.type === 'choice') return [lines]
      return [
        lines,
        { name: 'min', label: text.choicesMin, as: 'number', least: 0, most: 500 },
        { name: 'max', label: text.choicesMax, as: 'number', least: 1, most: 500 },
      ]
    }
    case 'codeList': {
      const own = Object.entries(document.codeLists ?? {}).map(([value, { name }]) => ({ value, label: name.de }))
      const known = [...own, { value: 'countries', label: text.countries }, { value: 'nationalities', label: text.nationalities }]
      const choices = known.some(({ value }) => value === question.list)
        ? known
        : [...known, { value: question.list, label: question.list }]
      return [
        { name: 'list', label: text.list, hint: text.listHint, as: 'select', choices, needed: text.labelMissing, early: true },
      ]
    }
    case 'name':
      return [
        {
          name: 'part',
          label: text.part,
          as: 'select',
          early: true,
          choices: [
            { value: 'given', label: text.partGiven },
            { value: 'family', label: text.partFamily },
            { value: 'full', label: text.partFull },
          ],
        },
      ]
    case 'address':
      return [
        { name: 'local', label: text.local, as: 'tick' },
        { name: 'abroad', label: text.abroad, as: 'tick' },
      ]
    case 'taxNumber':
      return [
        {
          name: 'of',
          label: text.taxOf,
          as: 'select',
          early: true,
          choices: [
            { value: 'person', label: text.taxPerson },
            { value: 'company', label: text.taxCompany },
          ],
        },
      ]
    case 'files':
      return [
        {
          name: 'labels',
          label: text.fileLabels,
          hint: text.fileLabelsHint,
          as: 'text',
          rows: 3,
          early: true,
        },
        count('maxFiles', 100),
        { name: 'maxMegabytes', label: text.maxMegabytes, hint: text.maxMegabytesHint, as: 'number', least: 1, most: 2_000 },
      ]
    case 'place':
      return [
        {
          name: 'shape',
          label: text.shape,
          as: 'radios',
          bare: true,
          early: true,
          choices: [
            { value: 'point', label: text.point },
            { value: 'line', label: text.line },
            { value: 'area', label: text.area },
          ],
        },
      ]
    default:
      return []
  }
}

export function limitsOf(question: Question): Typed {
  switch (question.type) {
    case 'text':
      return {
        minLength: textOf(question.minLength),
        maxLength: textOf(question.maxLength),
        pattern: question.pattern ?? '',
        patternHint: question.patternHint?.de ?? '',
      }
    case 'longText':
      return { minLength: textOf(question.minLength), maxLength: textOf(question.maxLength) }
    case 'number': {
      const { unit, min, max, decimals } = question
      const comma = (value: number | undefined) => textOf(value).replace('.', ',')
      return { unit: unit?.de ?? '', min: comma(min), max: comma(max), decimals: textOf(decimals) }
    }
    case 'money':
      return { min: euros(question.min), max: euros(question.max) }
    case 'date':
    case 'dateRange': {
      const { earliest, latest } = question
      const own = (feel: string | undefined): string => (boundName(feel) === 'own' ? feel! : '')
      return {
        earliest: boundName(earliest),
        earliestRule: own(earliest),
        latest: boundName(latest),
        latestRule: own(latest),
        ...(question.type === 'dateRange' && { longestDays: textOf(question.longestDays) }),
      }
    }
    case 'time':
      return { earliest: question.earliest ?? '', latest: question.latest ?? '' }
    case 'yesNo':
      return { yes: question.yes?.de ?? '', no: question.no?.de ?? '' }
    case 'choice':
      return { choices: question.choices.map(({ label }) => label.de).join('\n') }
    case 'choices': {
      const { choices, min, max } = question
      return { choices: choices.map(({ label }) => label.de).join('\n'), min: textOf(min), max: textOf(max) }
    }
    case 'codeList':
      return { list: question.list }
    case 'name':
      return { part: question.part ?? '' }
    case 'address':
      return { local: question.local ? 'yes' : '', abroad: question.abroad ? 'yes' : '' }
    case 'taxNumber':
      return { of: question.of ?? '' }
    case 'files': {
      const { labels = [], maxFiles, maxMegabytes } = question
      return {
        labels: labels.map(({ label }) => label.de).join('\n'),
        maxFiles: textOf(maxFiles),
        maxMegabytes: textOf(maxMegabytes),
      }
    }
    case 'place':
      return { shape: question.shape }
    default:
      return {}
  }
}

export function withLimits(question: Question, typed: Typed): Question {
  const count = (name: string): number | undefined => numberIn(typed[name] ?? '')
  const line = (name: string): string | undefined => typed[name] || undefined
  const cents = (name: string): number | undefined => {
    const amount = count(name)
    return amount === undefined ? undefined : Math.round(amount * 100)
  }
  const bound = (name: 'earliest' | 'latest'): string | undefined => {
    const chosen = typed[name] ?? ''
    return chosen === 'own' ? line(`${name}Rule`) : bounds[chosen]
  }
  switch (question.type) {
    case 'text': {
      const patternHint = withGerman(question.patternHint, typed.patternHint ?? '')
      const fresh = { minLength: count('minLength'), maxLength: count('maxLength'), pattern: line('pattern'), patternHint }
      return { ...without(question, ['minLength', 'maxLength', 'pattern', 'patternHint']), ...present(fresh) }
    }
    case 'longText': {
      const fresh = { minLength: count('minLength'), maxLength: count('maxLength') }
      return { ...without(question, ['minLength', 'maxLength']), ...present(fresh) }
    }
    case 'number': {
      const unit = withGerman(question.unit, typed.unit ?? '')
      const fresh = { unit, min: count('min'), max: count('max'), decimals: count('decimals') || undefined }
      return { ...without(question, ['unit', 'min', 'max', 'decimals']), ...present(fresh) }
    }
    case 'money':
      return { ...without(question, ['min', 'max']), ...present({ min: cents('min'), max: cents('max') }) }
    case 'date':
      return {
        ...without(question, ['earliest', 'latest']),
        ...present({ earliest: bound('earliest'), latest: bound('latest') }),
      }
    case 'dateRange': {
      const fresh = { earliest: bound('earliest'), latest: bound('latest'), longestDays: count('longestDays') }
      return { ...without(question, ['earliest', 'latest', 'longestDays']), ...present(fresh) }
    }
    case 'time':
      return {
        ...without(question, ['earliest', 'latest']),
        ...present({ earliest: line('earliest'), latest: line('latest') }),
      }
    case 'yesNo': {
      const fresh = { yes: withGerman(question.yes, typed.yes ?? ''), no: withGerman(question.no, typed.no ?? '') }
      return { ...without(question, ['yes', 'no']), ...present(fresh) }
    }
    case 'choice':
      return { ...question, choices: keptChoices(question.choices, linesOf(typed.choices)) }
    case 'choices': {
      const choices = keptChoices(question.choices, linesOf(typed.choices))
      return { ...without(question, ['min', 'max']), choices, ...present({ min: count('min'), max: count('max') }) }
    }
    case 'codeList':
      return { ...question, list: typed.list || question.list }
    case 'name': {
      const part = (['given', 'family', 'full'] as const).find((one) => one === typed.part)
      return { ...without(question, ['part']), ...present({ part }) }
    }
    case 'address': {
      const fresh = { local: isTicked(typed, 'local') || undefined, abroad: isTicked(typed, 'abroad') || undefined }
      return { ...without(question, ['local', 'abroad']), ...present(fresh) }
    }
    case 'taxNumber': {
      const of = (['person', 'company'] as const).find((one) => one === typed.of)
      return { ...without(question, ['of']), ...present({ of }) }
    }
    case 'files': {
      const lines = linesOf(typed.labels)
      const labels = lines.length > 0 ? keptChoices(question.labels ?? [], lines) : undefined
      const fresh = { labels, maxFiles: count('maxFiles'), maxMegabytes: count('maxMegabytes') }
      return { ...without(question, ['labels', 'maxFiles', 'maxMegabytes']), ...present(fresh) }
    }
    case 'place': {
      const shape = (['point', 'line', 'area'] as const).find((one) => one === typed.shape) ?? question.shape
      return { ...question, shape }
    }
    default:
      return question
  }
}
