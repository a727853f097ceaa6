// The fields for what only some kinds of answers have: lengths, bounds, choices, lists, parts.
import type { FormDocument, Question } from '../document/document.ts'
import type { Entry } from './entries.tsx'
import type { QuestionWords } from './question-words.ts'

/** `early`: belongs right below the question, such as its choices. */
type LimitEntry = Entry & { early?: boolean }

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
