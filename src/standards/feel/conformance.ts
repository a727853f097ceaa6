// Which type a value has, and how it is made to fit one. @standard DMN 1.5 §10.3.2.9.

import { midnight } from './dates.ts'
import {
  DaysDuration,
  FeelDate,
  FeelDateTime,
  FeelFunction,
  FeelTime,
  type FeelType,
  isContext,
  isList,
  isNumber,
  MonthsDuration,
  Range,
  type Value,
} from './value.ts'

/** `null` is an instance of `Null` alone. */
export function isInstance(value: Value, type: FeelType): boolean {
  return value === null ? type.kind === 'simple' && type.name === 'Null' : conforms(value, type)
}

/** Whether the value may stand where the type is wanted; null always may. */
export function conforms(value: Value, type: FeelType): boolean {
  if (value === null) return true
  switch (type.kind) {
    case 'list':
      return isList(value) && value.every((item) => conforms(item, type.of))
    case 'range':
      return value instanceof Range && [value.low, value.high].every((end) => end === undefined || conforms(end, type.of))
    case 'context':
      return isContext(value) && [...type.entries].every(([key, entry]) => value.has(key) && conforms(value.get(key)!, entry))
    case 'function':
      return value instanceof FeelFunction && fitsFunction(value, type)
    default:
      return isSimple(value, type.name)
  }
}

function fitsFunction(value: FeelFunction, type: Extract<FeelType, { kind: 'function' }>): boolean {
  if (type.parameters.length === 0 && isAny(type.result)) return true
  if (value.parameters.length !== type.parameters.length) return false
  const takes = type.parameters.every((wanted, index) => {
    const own = value.parameters[index]!.type
    return own === undefined || subtype(wanted, own)
  })
  return takes && (value.result === undefined || subtype(value.result, type.result))
}

const isAny = (type: FeelType): boolean => type.kind === 'simple' && type.name === 'Any'

/** Whether every value of `narrow` is one of `wide`. */
export function subtype(narrow: FeelType, wide: FeelType): boolean {
  if (isAny(wide)) return true
  if (narrow.kind === 'simple' && narrow.name === 'Null') return true
  if (narrow.kind === 'simple' || wide.kind === 'simple')
    return narrow.kind === 'simple' && wide.kind === 'simple' && narrow.name === wide.name
  if (narrow.kind === 'context')
    return (
      wide.kind === 'context' &&
      [...wide.entries].every(([key, entry]) => {
        const own = narrow.entries.get(key)
        return own !== undefined && subtype(own, entry)
      })
    )
  if (narrow.kind === 'function')
    return (
      wide.kind === 'function' &&
      narrow.parameters.length === wide.parameters.length &&
      wide.parameters.every((one, index) => subtype(one, narrow.parameters[index]!)) &&
      subtype(narrow.result, wide.result)
    )
  return wide.kind === narrow.kind && subtype(narrow.of, wide.of)
}

function isSimple(value: Value, name: string): boolean {
  switch (name) {
    case 'Any':
      return true
    case 'number':
      return isNumber(value)
    case 'string':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'date':
      return value instanceof FeelDate
    case 'time':
      return value instanceof FeelTime
    case 'date and time':
      return value instanceof FeelDateTime
    case 'days and time duration':
      return value instanceof DaysDuration
    case 'years and months duration':
      return value instanceof MonthsDuration
    default:
      return false
  }
}

/** A list of one for its item and the other way round, a day for its midnight; null where nothing fits. */
export function coerce(value: Value, type: FeelType): Value {
  if (value === null || conforms(value, type)) return value
  if (isList(value) && value.length === 1 && conforms(value[0]!, type)) return value[0]!
  if (type.kind === 'list' && !isList(value) && conforms(value, type.of)) return [value]
  if (type.kind === 'simple' && type.name === 'date and time' && value instanceof FeelDate) return midnight(value)
  return null
}
