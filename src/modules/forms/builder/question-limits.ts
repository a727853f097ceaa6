// What only some kinds of answers have, read from a question and put back: lengths, bounds, choices, lists, parts.
import type { Question } from '../document/document.ts'
import { keptChoices } from './choice-lines.ts'
import { present, withGerman, without } from './edits.ts'
import { isTicked, linesOf, numberIn, type Typed } from './entries.tsx'

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
