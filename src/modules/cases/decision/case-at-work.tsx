// What the pages of deciding share: the case at work, the draft as it stands, and what a clerk typed.

import { staff } from '../../../kernel/access.ts'
import { staffActor } from '../../../kernel/actor.ts'
import { type Answer, type NotFound, notFound, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, readForm, textField } from '../../../kernel/http/forms.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { readNames } from '../../../kernel/staff.ts'
import { mayDecide } from '../access.ts'
import { Unfit } from './compose.ts'
import { type Deciding, draftOf, withCase } from './decide.ts'
import { type Drafted, deskCasePath } from './pages.tsx'
import { remedyOf } from './remedy.ts'
import { decisionWords } from './words.ts'

export const access = staff(mayDecide)
export const noStore = { 'cache-control': 'no-store' }

export async function inCase(visit: Visit, work: (deciding: Deciding) => Promise<Answer | NotFound>): Promise<Answer | NotFound> {
  const { house, town, person, now, params } = visit
  if (!isUuid(params.id!)) return notFound
  const done = await withCase({ house, town, person: person!, now }, params.id!, work)
  // Who takes part in a case is led to its page, which says why it stays closed.
  if (done === 'own') return seeOther(linkTo(visit, deskCasePath(params.id!)))
  return done === 'hidden' ? notFound : done
}

export const placeOf = ({ house, town, person, now }: Visit) => ({ house, town, person: person!, now })

export type Said = { tone: 'ok' | 'bad'; text: string } | undefined

export async function draftedOf(visit: Visit, deciding: Deciding, key: string): Promise<Drafted | { unfit: string } | undefined> {
  const { kind, applicant } = deciding
  const outcome = kind.type.outcomes.find((one) => one.key === key)
  if (!outcome) return undefined
  try {
    const shown = (await draftOf(placeOf(visit), deciding, key))!
    const { content, feeCents, feeText, validUntil } = shown.composed
    return {
      outcome: {
        key,
        title: visit.language === 'en' ? outcome.title.en : outcome.title.de,
        hasLetter: outcome.letter !== undefined,
      },
      ...{ content, feeCents, feeText, validUntil },
      remedy: remedyOf(kind.type, visit.town),
      hasAccount: applicant?.account_id != null,
      fourEyes: kind.type.fourEyes === true,
    }
  } catch (fault) {
    if (fault instanceof Unfit) return { unfit: fault.message }
    throw fault
  }
}

export type Typed = { subject: string; paragraphs: string; reasons: string }
export const typedIn = (input: FormInput): Typed => ({
  subject: input.value('subject'),
  paragraphs: input.value('paragraphs'),
  reasons: input.value('reasons'),
})
export const parts = (text: string): string[] =>
  text
    .split(/\r?\n\s*\r?\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

export function readWording(visit: Visit, input: FormInput) {
  const { missing: message, tooLong: long } = decisionWords(visit)
  const tooLong = (): string => long
  return readForm(input, {
    subject: textField('subject', { atMost: 200, message, tooLong }),
    paragraphs: textField('paragraphs', { atMost: 15_000, message, tooLong }),
    reasons: textField('reasons', { atMost: 10_000, tooLong }),
  })
}

/** `Muster, Anna`, looked at as every name of staff. */
export async function staffName({ town, person }: Visit, id: string): Promise<string> {
  const name = (await readNames(town, staffActor(person!, mayDecide), [id], 'Wer den Bescheid vorbereitet hat')).get(id)
  return [name?.given, name?.family].filter(Boolean).join(' ')
}
