// The levels of sign-in that a form or page may ask for.
import type { Level } from '../../../kernel/tables.ts'
import type { BuilderWords } from './builder-words.ts'

const levelNames = ['basic', 'low', 'substantial', 'high'] as const

export const levelChoices = (text: BuilderWords) => [
  { value: 'basic', label: text.levelBasic },
  { value: 'low', label: text.levelLow },
  { value: 'substantial', label: text.levelSubstantial },
  { value: 'high', label: text.levelHigh },
]
export const levelOf = (typed: string | undefined): Level | undefined => levelNames.find((level) => level === typed)
