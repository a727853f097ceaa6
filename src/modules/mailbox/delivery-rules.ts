// How an administrative act counts as delivered, as data: one rule per Land and procedure law, each with its source.
import type { Land, LawSource } from '../../kernel/calendar/holiday-law.ts'
import type { Place } from '../../kernel/calendar/holidays.ts'

type Both = { de: string; en: string }

/** What is noted with its time, so that the delivery can be proved. */
export type ProofTime = 'made-available' | 'notification-sent' | 'notification-arrived' | 'retrieved' | 'posted'

/** @de Bekanntgaberegel */
export type DeliveryRule = {
  key: string
  name: Both
  /** Whose procedure law it is; federal rules serve Länder that have none of their own here, and must be checked there. */
  land: Land | 'federal'
  procedure: 'BayDiG' | 'OZG' | 'VwVfG' | 'BayVwVfG' | 'AO'
  law: LawSource
  validFrom: string
  validUntil?: string
  channel: 'mailbox' | 'post'
  /** What the days are counted from. */
  trigger: 'notification-sent' | 'made-available' | 'retrieved' | 'posted'
  days: number
  /** `counts`: the day comes whether it was fetched or not. `lapses`: not fetched in so many days after the notification = not delivered. */
  notFetched: { counts: true } | { lapsesAfterDays: number }
  /** When the notification did not arrive, came later than the deemed day, or that cannot be proved. */
  notificationLost: 'retrieval-counts' | 'no-effect'
  /** `presumed`: given unless the person excluded it. `express-after-notice`: after having been told what it means. */
  consent: 'required' | 'presumed' | 'express-after-notice' | 'none'
  /** Formal service instead of plain delivery. @de Zustellung */
  service?: true
  proof: readonly ProofTime[]
  /** Whether the deemed day itself moves from a Saturday, Sunday or holiday. The end of a period that begins with it always does. */
  moves: boolean
  movesSource: string
}

const read = (law: string, source: string): LawSource => ({ law, source, verified: true })
/** A fixed day, no period: § 31 Abs. 3 VwVfG does not move it. */
const isNoPeriod =
  'Die Fiktion ist keine Frist: BSG, Urteil vom 9.12.2008, B 8/9b SO 13/07 R (zu § 37 SGB X, entsprechend); anders BFH zur AO'

const baydig = {
  land: 'BY',
  procedure: 'BayDiG',
  validFrom: '2022-08-01',
  channel: 'mailbox',
  trigger: 'notification-sent',
  days: 3,
  notFetched: { counts: true },
  notificationLost: 'retrieval-counts',
  proof: ['made-available', 'notification-sent', 'notification-arrived', 'retrieved'],
  moves: false,
  movesSource: isNoPeriod,
} as const

const post = {
  channel: 'post',
  trigger: 'posted',
  notFetched: { counts: true },
  notificationLost: 'no-effect',
  consent: 'none',
  proof: ['posted'],
  moves: false,
  movesSource: isNoPeriod,
} as const

export const deliveryRules: readonly DeliveryRule[] = [
  {
    ...baydig,
    key: 'baydig-24',
    name: { de: 'Bekanntgabe im Postfach (Bayern)', en: 'Delivery in the mailbox (Bavaria)' },
    law: read('Art. 24 BayDiG', 'https://gesetze.legal/bayern/baydig/24'),
    consent: 'required',
  },
  {
    ...baydig,
    key: 'baydig-25',
    name: { de: 'Förmliche Zustellung im Postfach (Bayern)', en: 'Formal service in the mailbox (Bavaria)' },
    law: read('Art. 25 in Verbindung mit Art. 24 BayDiG', 'https://gesetze.legal/bayern/baydig/25'),
    consent: 'express-after-notice',
    service: true,
  },
  {
    key: 'ozg-9',
    name: { de: 'Bekanntgabe im Postfach (OZG)', en: 'Delivery in the mailbox (OZG)' },
    land: 'federal',
    procedure: 'OZG',
    law: read('§ 9 Abs. 1 OZG in der Fassung vom 24.7.2024', 'https://buzer.de/9_Onlinezugangsgesetz_OZG.htm'),
    validFrom: '2024-07-24',
    channel: 'mailbox',
    trigger: 'made-available',
    days: 3,
    notFetched: { counts: true },
    notificationLost: 'no-effect',
    consent: 'presumed',
    proof: ['made-available', 'notification-sent', 'retrieved'],
    moves: false,
    movesSource: isNoPeriod,
  },
  {
    key: 'vwvfg-41-2a',
    name: { de: 'Bekanntgabe durch Abruf (VwVfG)', en: 'Delivery by retrieval (VwVfG)' },
    land: 'federal',
    procedure: 'VwVfG',
    law: read('§ 41 Abs. 2a VwVfG', 'https://lexetius.com/VwVfG/41/bekanntgabe-des-verwaltungsaktes'),
    validFrom: '2017-01-01',
    channel: 'mailbox',
    trigger: 'retrieved',
    days: 1,
    notFetched: { lapsesAfterDays: 10 },
    notificationLost: 'no-effect',
    consent: 'required',
    proof: ['made-available', 'notification-sent', 'retrieved'],
    moves: false,
    movesSource: isNoPeriod,
  },
  {
    ...post,
    key: 'vwvfg-41-2',
    name: { de: 'Brief mit der Post (VwVfG)', en: 'Letter by post (VwVfG)' },
    land: 'federal',
    procedure: 'VwVfG',
    law: read(
      '§ 41 Abs. 2 VwVfG in der Fassung ab 1.1.2025',
      'https://weka.de/ordnungsamt-gewerbeamt/aus-drei-mach-vier-laengere-postlaufzeiten',
    ),
    validFrom: '2025-01-01',
    days: 4,
  },
  {
    ...post,
    key: 'vwvfg-41-2',
    name: { de: 'Brief mit der Post (VwVfG)', en: 'Letter by post (VwVfG)' },
    land: 'federal',
    procedure: 'VwVfG',
    law: read(
      '§ 41 Abs. 2 VwVfG in der Fassung bis 31.12.2024',
      'https://lexetius.com/VwVfG/41/bekanntgabe-des-verwaltungsaktes',
    ),
    validFrom: '2017-01-01',
    validUntil: '2024-12-31',
    days: 3,
  },
  {
    ...post,
    key: 'bayvwvfg-41-2',
    name: { de: 'Brief mit der Post (Bayern)', en: 'Letter by post (Bavaria)' },
    land: 'BY',
    procedure: 'BayVwVfG',
    // Only Art. 4 Abs. 2 VwZVG was read with four days; Art. 41 itself was found in its former wording with three.
    law: { law: 'Art. 41 Abs. 2 BayVwVfG', source: 'Fassung seit 2025 nicht nachgelesen', verified: false },
    validFrom: '2025-01-01',
    days: 4,
  },
  {
    ...post,
    key: 'ao-122-2',
    name: { de: 'Brief mit der Post (Steuern und Abgaben)', en: 'Letter by post (taxes and charges)' },
    land: 'federal',
    procedure: 'AO',
    law: { law: '§ 122 Abs. 2 Nr. 1 AO', source: 'Fassung seit 1.1.2025 nicht nachgelesen', verified: false },
    validFrom: '2025-01-01',
    days: 4,
    moves: true,
    movesSource: 'BFH, Urteil vom 14.10.2003, IX R 68/98 (§ 108 Abs. 3 AO), nicht nachgelesen',
  },
]

/** The rule as it stood on that day. */
export const findDeliveryRule = (key: string, day: string): DeliveryRule | undefined =>
  deliveryRules.find((rule) => rule.key === key && rule.validFrom <= day && day <= (rule.validUntil ?? '9999'))

/** What an office in this place may choose from; a Land with rules of its own does not use the federal ones. */
export function listDeliveryRules({ land }: Place, channel: DeliveryRule['channel'], day: string): DeliveryRule[] {
  const valid = deliveryRules.filter((rule) => rule.channel === channel && rule === findDeliveryRule(rule.key, day))
  // Taxes follow the AO in every Land.
  const taxes = valid.filter(({ procedure }) => procedure === 'AO')
  const general = valid.filter(({ procedure }) => procedure !== 'AO')
  const own = general.filter((rule) => rule.land === land)
  return [...(own.length > 0 ? own : general.filter((rule) => rule.land === 'federal')), ...taxes]
}

/** What a person said about electronic delivery in one matter; `undefined` while they said nothing. */
export type Consent = { delivery?: 'given' | 'excluded' | undefined; service?: 'given' | undefined }

export const allows = (rule: DeliveryRule, consent: Consent): boolean => {
  if (rule.consent === 'none') return true
  if (consent.delivery === 'excluded') return false
  if (rule.consent === 'presumed') return true
  return rule.consent === 'required' ? consent.delivery === 'given' : consent.service === 'given'
}
