// Every built-in function by name.
import type { FeelFunction } from '../value.ts'
import { contextFunctions } from './contexts.ts'
import { conversionFunctions } from './conversions.ts'
import { listFunctions } from './lists.ts'
import { momentFunctions } from './moments.ts'
import { numberFunctions } from './numbers.ts'
import { rangeFunctions } from './ranges.ts'
import { textFunctions } from './texts.ts'

export const builtIn: ReadonlyMap<string, FeelFunction> = new Map([
  ...conversionFunctions,
  ...textFunctions,
  ...listFunctions,
  ...numberFunctions,
  ...momentFunctions,
  ...rangeFunctions,
  ...contextFunctions,
])
