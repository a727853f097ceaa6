// The small parts that both XZuFi versions share: ids, texts per language, links, periods, amounts and spans.
import type { Deadline, Fee, Identity, Link, Localized, Refusal, Span } from '../record.ts'
import { findHtml, findInstant, findLine, findUrl, findWhole, given, idOf, linkFormat, RecordRefused } from './fields.ts'
import { plainText } from './rich-text.ts'
import { childrenOf, type Element, findChild, findCode, findText } from './xml.ts'
import { agencySource, durationUnits, languageOf } from './xzufi-codes.ts'

/** @standard XZuFi Identifikator: identity is scheme and value together */
export function readIdentity(element: Element | undefined, what: string): Identity {
  const sourceId = idOf(element?.text, what)
  const { schemeAgencyID, schemeID, schemeURI, schemeDataURI } = element!.attributes
  const scheme = findLine(schemeID ?? schemeURI ?? schemeDataURI, `${what} scheme`) ?? ''
  const agency = findLine(schemeAgencyID, `${what} agency`)
  return { source: agency === undefined ? scheme || 'xzufi' : agencySource(agency, scheme), sourceId }
}

/** One element per language; where a language stands twice (`de`, `de-DE`), the first counts. */
export function readLocalized(
  elements: readonly Element[],
  what: string,
  clean: (text: string, what: string) => string | undefined,
): Localized {
  const texts: Localized = {}
  for (const element of elements) {
    const language = languageOf(element.attributes.languageCode)
    const text = clean(element.text, what)
    if (text !== undefined && texts[language] === undefined) texts[language] = text
  }
  return texts
}

export const htmlToPlain = (html: string, what: string): string | undefined => {
  const safe = findHtml(html, what)
  return safe === undefined ? undefined : plainText(safe)
}

const orNone = (texts: Localized): Localized | undefined => (Object.keys(texts).length > 0 ? texts : undefined)

export const linesOf = (element: Element, name: string): Localized | undefined =>
  orNone(readLocalized(childrenOf(element, name), name, findLine))
export const htmlOf = (element: Element, name: string): Localized | undefined =>
  orNone(readLocalized(childrenOf(element, name), name, findHtml))
export const plainOf = (element: Element, name: string): Localized | undefined =>
  orNone(readLocalized(childrenOf(element, name), name, htmlToPlain))

/** @standard XZuFi HyperlinkErweitert */
export function readLinks(element: Element, name = 'weiterfuehrenderLink'): Link[] {
  return childrenOf(element, name).flatMap((link) => {
    const url = findUrl(findText(link, 'uri') ?? link.text)
    if (url === undefined) return []
    const code = link.attributes.languageCode
    return [
      given<Link>({
        title: findLine(findText(link, 'titel'), 'titel') ?? url,
        url,
        language: code === undefined ? undefined : languageOf(code),
        format: linkFormat(url),
      }),
    ]
  })
}

export function readPeriods(element: Element): { from?: string; to?: string }[] {
  return childrenOf(element, 'gueltigkeit')
    .map((period) =>
      given<{ from?: string; to?: string }>({
        from: findInstant(findText(period, 'beginn')),
        to: findInstant(findText(period, 'ende')),
      }),
    )
    .filter((period) => period.from !== undefined || period.to !== undefined)
}

type Amount = { cents: number; currency: string }

/** Never rounded: an amount with more than two decimals is refused. */
function readAmount(element: Element | undefined, what: string): Amount | undefined {
  if (!element) return undefined
  const text = element.text.trim() || (element.children[0]?.text.trim() ?? '')
  const [, euros, decimals = ''] = /^(\d{1,9})(?:\.(\d{1,2})0*)?$/.exec(text) ?? []
  if (euros === undefined) throw new RecordRefused(`${what} “${text.slice(0, 40)}” is no amount in whole cents`)
  const { currencyCode, currencyID, waehrung } = element.attributes
  return {
    cents: Number(euros) * 100 + Number(decimals.padEnd(2, '0')),
    currency: currencyCode ?? currencyID ?? waehrung ?? 'EUR',
  }
}

/** `xsi:type` decides what kind of fee it is. @standard XZuFi Kosten, kostenauswahl */
export function readFee(cost: Element): Fee {
  const choice = findChild(cost, 'kostenauswahl')
  const notes = [plainOf(cost, 'beschreibung')]
  const fee = ((): Fee => {
    switch (typeOf(choice, cost)) {
      case 'KostenFix': {
        const amount = readAmount(findChild(choice!, 'betrag'), 'betrag')
        if (!amount) throw new RecordRefused('a fixed fee without betrag')
        return { kind: 'fixed', ...amount }
      }
      case 'KostenVariabel': {
        const [from, to] = ['betragUntergrenze', 'betragObergrenze'].map((name) => readAmount(findChild(choice!, name), name))
        if (!from && !to) throw new RecordRefused('a range of fees without any bound')
        notes.push(linesOf(choice!, 'beschreibungVariabilitaet'))
        return given<Fee & { kind: 'range' }>({
          kind: 'range',
          fromCents: from?.cents,
          toCents: to?.cents,
          currency: (from ?? to)!.currency,
        })
      }
      case 'KostenFrei':
        notes.push(linesOf(choice!, 'beschreibungKostenfreiheit'))
        return { kind: 'free' }
      default:
        throw new RecordRefused(`kostenauswahl of unknown type “${choice?.type?.name ?? 'none'}”`)
    }
  })()
  const prepayment = findText(cost, 'vorkasse')
  const calculation = findChild(cost, 'linkKostenbildung')
  return {
    ...fee,
    ...given<Pick<Fee, 'type' | 'prepayment' | 'condition' | 'url'>>({
      type: findCode(cost, 'typ'),
      prepayment: prepayment === undefined ? undefined : prepayment === 'true' || prepayment === '1',
      condition: joinNotes(notes),
      url: findUrl(findText(calculation, 'uri') ?? calculation?.text),
    }),
  }
}

function joinNotes(notes: (Localized | undefined)[]): Localized | undefined {
  const joined: Localized = {}
  for (const [language, text] of notes.flatMap((note) => Object.entries(note ?? {})))
    joined[language] = joined[language] === undefined ? text : `${joined[language]}\n${text}`
  return orNone(joined)
}

function typeOf(choice: Element | undefined, parent: Element): string | undefined {
  return choice?.type && (choice.type.uri === parent.uri || choice.type.uri === '') ? choice.type.name : undefined
}

/** @standard XZuFi fristauswahl: FristDauer or FristStichtag */
export function readDeadline(element: Element): Deadline {
  const choice = findChild(element, 'fristauswahl')
  return given<Deadline>({
    type: findCode(element, 'typ'),
    span: readSpan(choice, typeOf(choice, element)),
    note: plainOf(element, 'beschreibung'),
  })
}

function readSpan(choice: Element | undefined, type: string | undefined): Span {
  if (type === 'FristDauer') {
    const unit = unitOf(findCode(choice!, 'einheit'))
    const value = findWhole(findText(choice!, 'dauer'))
    if (value === undefined || unit === undefined) throw new RecordRefused('a duration without number or known unit')
    return given<Span & { kind: 'duration' }>({
      kind: 'duration',
      value,
      unit,
      valueTo: findWhole(findText(choice!, 'dauerBis')),
      unitTo: unitOf(findCode(choice!, 'einheitBis')),
    })
  }
  if (type === 'FristStichtag') {
    const span = given<Span & { kind: 'date' }>({
      kind: 'date',
      from: dayOf(findChild(choice!, 'von')),
      to: dayOf(findChild(choice!, 'bis')),
    })
    if (span.from === undefined && span.to === undefined) throw new RecordRefused('a key date without a day')
    return span
  }
  throw new RecordRefused(`fristauswahl of unknown type “${choice?.type?.name ?? 'none'}”`)
}

const unitOf = (code: string | undefined) => (code === undefined ? undefined : durationUnits[code])

/** `2027-03-31`, or `--03-31` for every year; written directly or inside one element. */
function dayOf(element: Element | undefined): string | undefined {
  const text = element?.text.trim() || element?.children[0]?.text.trim()
  if (text === undefined || text === '') return undefined
  if (!/^(\d{4}-|--)\d\d-\d\d$/.test(text)) throw new RecordRefused(`“${text.slice(0, 40)}” is no day`)
  return text
}

/** Reads each part; a part that cannot be used is listed and leaves the rest of its record alone. */
export function readParts<Part>(
  elements: readonly Element[],
  what: string,
  service: string,
  refused: Refusal[],
  read: (element: Element) => Part,
): Part[] {
  return elements.flatMap((element) => {
    try {
      return [read(element)]
    } catch (cause) {
      if (!(cause instanceof RecordRefused)) throw cause
      refused.push({ what, id: service, reason: cause.message })
      return []
    }
  })
}
