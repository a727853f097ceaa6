// What was decided, as the person reads it in their application: where it is, what it costs, and what one can do against it until when.
import { formatDay, formatSum, formatWeekday } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import type { Land } from '../../../kernel/calendar/holiday-law.ts'
import { pathIn } from '../../../kernel/language.ts'
import type { Town } from '../../../kernel/town.ts'
import { lastDayOf, remedyOf } from '../decision/remedy.ts'
import type { DecisionRow } from '../tables.ts'
import type { CaseView } from './case-view.ts'
import { textIn } from './status.ts'
import { mineWords } from './words.ts'

export type AgainstIt = {
  kind: 'action' | 'objection' | 'choice'
  to: string
  until: string | undefined
  over: boolean
  verified: boolean
}

/** Undefined where nothing was sent, or private law knows no remedy. */
export function againstIt(frame: Frame, town: Town, { kind, decisions }: CaseView, today: string): AgainstIt | undefined {
  const [newest] = decisions
  const remedy = newest?.delivery ? remedyOf(kind.type, town) : undefined
  if (!newest || !remedy) return undefined
  const until = newest.delivered_on === null ? undefined : lastDayOf(remedy, newest.delivered_on, town)
  const to = kind.type.remedy[town.settings.land as Land]?.to ?? kind.type.remedy['*']?.to
  return {
    kind: remedy.kind,
    to: to ? textIn(to, frame.language) : remedy.to,
    until,
    over: until !== undefined && until < today,
    verified: remedy.source.verified,
  }
}

type View = { frame: Frame; decisions: readonly DecisionRow[]; result: string | undefined; against: AgainstIt | undefined }

export function DecisionPart({ frame, decisions, result, against }: View) {
  const [newest] = decisions
  if (!newest) return null
  const text = mineWords(frame)
  const { delivery, fee_cents, fee_reference, valid_until, kind } = newest
  const day = (value: string): string => formatDay(frame.language, value)
  return (
    <section class="section" aria-labelledby="decision">
      <h2 id="decision">{text.decisionTitle}</h2>
      {kind === 'revocation' ? (
        <p class="lead">{text.decisionRevoked}</p>
      ) : (
        result && <p class="lead">{kind === 'amendment' ? text.decisionAmended(result) : result}</p>
      )}
      {valid_until && kind !== 'revocation' && <p>{text.validUntil(day(valid_until))}</p>}
      {delivery === 'mailbox' && (
        <p>
          {text.decisionIn} <a href={pathIn(frame.language, '/mailbox')}>{text.toMailbox}</a>
        </p>
      )}
      {delivery === 'post' && <p>{newest.posted_on ? text.decisionPosted(day(newest.posted_on)) : text.decisionByPost}</p>}
      {fee_cents !== null && fee_cents > 0 && fee_reference !== null && (
        <p>{text.payReference(formatSum(frame.language, fee_cents), fee_reference)}</p>
      )}
      {against && <Against frame={frame} against={against} />}
    </section>
  )
}

/** In plain words; the binding wording stands in the decision. */
function Against({ frame, against }: { frame: Frame; against: AgainstIt }) {
  const text = mineWords(frame)
  const { kind, to, until, over } = against
  if (over && until) return <p>{text.againstOver(formatDay(frame.language, until))}</p>
  return (
    <div class="against">
      <h3>{text.againstTitle}</h3>
      <p>{text[`against-${kind}`]}</p>
      <p>{to}</p>
      <p>{until ? <strong>{text.againstUntil(formatWeekday(frame.language, until))}</strong> : text.againstFromDelivery}</p>
      <p class="meta">{text.againstWording}</p>
    </div>
  )
}
