// Where an answer came from that somebody did not type, in words.
import type { Reader } from '../../../kernel/words.ts'
import { fillingWords } from './words.ts'

/** Beside the field: please check it. */
export function originText(reader: Reader, from: string): string {
  const text = fillingWords(reader)
  return `${originName(reader, from)}. ${text.pleaseCheck}`
}

export function originName(reader: Reader, from: string): string {
  const text = fillingWords(reader)
  if (from === 'account') return text.fromAccount
  if (from === 'link') return text.fromLink
  if (from === 'register.population') return text.fromPopulation
  return from === 'earlier' ? text.fromEarlier : text.fromRegister
}
