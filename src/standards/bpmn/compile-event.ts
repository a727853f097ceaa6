// Reads what starts, ends, interrupts or happens on the way: messages, timers, signals, errors, escalations, conditions.
import { parseDateTime, parseDuration } from '../feel/literals.ts'
import { bodyOf, type Element, elementIn, elementsIn, kindOf, textOf } from './element.ts'
import { outputsOf } from './mappings.ts'
import type { Both, DayCount, Rule, Sent, TimerRule, Trigger } from './model.ts'
import type { Reading } from './reading.ts'

const refused: Readonly<Record<string, Both>> = {
  CancelEventDefinition: {
    de: 'Nehmen Sie ein Fehler-Ereignis und Kompensation.',
    en: 'Use an error event and compensation.',
  },
}

/** The trigger of an event; several at once are refused. */
export function triggerOf(reading: Reading, event: Element): Trigger {
  const definitions = [...elementsIn(event, 'eventDefinitions'), ...elementsIn(event, 'eventDefinitionRef')]
  const [definition] = definitions
  if (!definition) return { kind: 'none' }
  if (definitions.length > 1) {
    reading.error(
      event,
      {
        de: 'Ein Ereignis mit mehreren Auslösern wird nicht unterstützt.',
        en: 'An event with several triggers is not supported.',
      },
      { de: 'Zeichnen Sie für jeden Auslöser ein eigenes Ereignis.', en: 'Draw one event for each trigger.' },
    )
    return { kind: 'none' }
  }
  const kind = kindOf(definition)
  switch (kind) {
    case 'MessageEventDefinition':
      return messageOf(reading, event, elementIn(definition, 'messageRef'), definition)
    case 'SignalEventDefinition':
      return {
        kind: 'signal',
        name: nameRule(reading, event, elementIn(definition, 'signalRef'), signalWords),
        outputs: outputsOf(reading, event),
      }
    case 'TimerEventDefinition':
      return { kind: 'timer', timer: timerOf(reading, event, definition) }
    case 'ErrorEventDefinition': {
      const code = textOf(elementIn(definition, 'errorRef'), 'errorCode') || textOf(elementIn(definition, 'errorRef'), 'name')
      return {
        kind: 'error',
        code: code === '' ? undefined : code,
        codeVariable: reading.variable(event, reading.attribute(definition, 'errorCodeVariable')),
      }
    }
    case 'EscalationEventDefinition': {
      const reference = elementIn(definition, 'escalationRef')
      const code = textOf(reference, 'escalationCode') || textOf(reference, 'name')
      return { kind: 'escalation', code: code === '' ? undefined : code }
    }
    case 'ConditionalEventDefinition': {
      const source = bodyOf(definition, 'condition')
      if (source === '') reading.error(event, { de: 'Die Bedingung fehlt.', en: 'The condition is missing.' })
      return { kind: 'condition', condition: reading.condition(event, source === '' ? 'false' : source) }
    }
    case 'CompensateEventDefinition':
      return { kind: 'compensation', activity: elementIn(definition, 'activityRef')?.id }
    case 'TerminateEventDefinition':
      return { kind: 'terminate' }
    // Links are drawn jumps: whoever reads the flows joins both ends.
    case 'LinkEventDefinition':
      return { kind: 'none' }
    default:
      reading.error(
        event,
        { de: `Ein Ereignis der Art ${kind} wird nicht unterstützt.`, en: `An event of the kind ${kind} is not supported.` },
        refused[kind],
      )
      return { kind: 'none' }
  }
}

export const linkName = (event: Element): string | undefined => {
  const definition = elementsIn(event, 'eventDefinitions').find((one) => kindOf(one) === 'LinkEventDefinition')
  return definition && (textOf(definition, 'name') || textOf(event, 'name'))
}

const messageWords: Both = { de: 'Der Name der Nachricht fehlt.', en: 'The name of the message is missing.' }
const signalWords: Both = { de: 'Der Name des Signals fehlt.', en: 'The name of the signal is missing.' }

function nameRule(reading: Reading, event: Element, reference: Element | undefined, missing: Both): Rule {
  const name = textOf(reference, 'name')
  if (name === '') reading.error(event, missing)
  return reading.rule(event, name)
}

export function messageOf(reading: Reading, event: Element, message: Element | undefined, definition?: Element): Sent<'message'> {
  const key = reading.foreign.attribute(event, 'own', 'key') ?? reading.foreign.attribute(definition, 'own', 'key')
  return {
    kind: 'message',
    name: nameRule(reading, event, message, messageWords),
    key: reading.optional(event, key),
    outputs: outputsOf(reading, event),
  }
}

const dayCounts: readonly DayCount[] = ['calendar', 'working', 'legal']

function timerOf(reading: Reading, event: Element, definition: Element): TimerRule {
  const kinds = { timeDate: 'date', timeDuration: 'duration', timeCycle: 'cycle' } as const
  const [property] = (Object.keys(kinds) as (keyof typeof kinds)[]).filter((one) => bodyOf(definition, one) !== '')
  const own = (name: string) =>
    reading.foreign.attribute(definition, 'own', name) ?? reading.foreign.attribute(event, 'own', name)
  const days = dayCounts.find((one) => one === (own('days') ?? 'calendar'))
  if (!days)
    reading.error(event, { de: `Tage werden nicht »${own('days')}« gezählt.`, en: `Days are not counted "${own('days')}".` })
  const rest = {
    days: days ?? 'calendar',
    pausedBy: (own('pausedBy') ?? '').split(/[\s,]+/).filter((one) => one !== ''),
    onResume: own('onResume') === 'reset' ? ('reset' as const) : ('continue' as const),
  }
  if (!property) {
    reading.error(
      event,
      { de: 'Der Timer sagt nicht, wann.', en: 'The timer does not say when.' },
      { de: 'Geben Sie eine Dauer an, zum Beispiel P14D.', en: 'Give a duration, such as P14D.' },
    )
    return { kind: 'duration', when: { text: 'P1D' }, ...rest }
  }
  const kind = kinds[property]
  const when = reading.rule(event, bodyOf(definition, property))
  if ('text' in when && !isTime(kind, when.text))
    reading.error(
      event,
      {
        de: `Die Zeit »${when.text.slice(0, 60)}« kann nicht gelesen werden.`,
        en: `The time "${when.text.slice(0, 60)}" cannot be read.`,
      },
      {
        de: 'Schreiben Sie ISO 8601: 2026-12-01T08:00:00+01:00, P14D oder R3/PT1H.',
        en: 'Write ISO 8601: 2026-12-01T08:00:00+01:00, P14D or R3/PT1H.',
      },
    )
  return { kind, when, ...rest }
}

export const cycleShape = /^R(\d{0,6})\/(P[^/]+)$/

export function isTime(kind: TimerRule['kind'], text: string): boolean {
  if (kind === 'date') return parseDateTime(text) !== undefined
  if (kind === 'duration') return parseDuration(text) !== undefined && !text.startsWith('-')
  const [, , each] = cycleShape.exec(text) ?? []
  return each !== undefined && parseDuration(each) !== undefined && !/^P(0D|T0S)$/.test(each)
}
