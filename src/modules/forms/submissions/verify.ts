// Is this receipt ours and unchanged? Asked by anybody, answered without a word about a person.
import { timingSafeEqual } from 'node:crypto'
import { readLetters } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Reader } from '../../../kernel/words.ts'
import { textIn } from '../document/text.ts'
import { checkPaper } from './paper-seal.ts'
import type { Reading } from './receipt.ts'
import { checkCodeOf, isSignedSubmission } from './seal.ts'

export type Finding =
  | { is: 'valid'; by: 'file' | 'code'; form: string; reference: string; receivedAt: Date }
  | { is: 'changed' }
  | { is: 'unknown' }

export function verifyFile(town: Town, bytes: Buffer): Finding {
  const found = checkPaper(town.dataKey, bytes)
  if (found.is !== 'valid') return found
  const { form, reference, receivedAt } = found.seal
  return { is: 'valid', by: 'file', form, reference, receivedAt: new Date(receivedAt) }
}

/** A wrong code and a number that does not exist are answered alike, after the same work. */
export async function verifyCode(town: Town, reader: Reader, reference: string, typedCode: string): Promise<Finding> {
  const row = await town.read((db: Reading) =>
    db
      .selectFrom('forms.submission as s')
      .innerJoin('forms.version as v', (on) =>
        on.onRef('v.town_id', '=', 's.town_id').onRef('v.form_id', '=', 's.form_id').onRef('v.number', '=', 's.version'),
      )
      .select(['s.id', 's.reference', 's.form_id', 's.version', 's.received_at', 's.content_hash', 's.signature', 'v.document'])
      .where('s.reference', '=', reference)
      .executeTakeFirst(),
  )
  const code = Buffer.from(checkCodeOf(row ?? { signature: Buffer.alloc(64) }))
  const typed = Buffer.alloc(code.length)
  typed.write(readLetters(typedCode) ?? '')
  const fits = timingSafeEqual(code, typed) && readLetters(typedCode)?.length === code.length
  if (!row || !fits) return { is: 'unknown' }
  if (!isSignedSubmission(town.dataKey, row)) return { is: 'changed' }
  const form = textIn(row.document.title, reader.language)
  return { is: 'valid', by: 'code', form, reference, receivedAt: row.received_at }
}
