// All answers in a few letters: tells whether what was checked is what is sent.
import { createHash } from 'node:crypto'
import type { Answers } from '../document/document.ts'

export const answersMark = (answers: Answers): string =>
  createHash('sha256').update(JSON.stringify(answers)).digest('base64url').slice(0, 22)
