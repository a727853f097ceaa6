// What a town still owes its residents on its own pages, each with how to mend it.
import type { Duty } from '../../contracts/town-duties.ts'
import type { Language } from '../../kernel/language.ts'
import type { Town } from '../../kernel/town.ts'
import { bracketsIn, plainText } from './fragment.ts'
import { enforcementList, type Land, laender } from './laender.ts'
import { listPages, type Page } from './page.ts'
import { securityContactEnds, securityContactOf } from './security-txt.ts'
import { type PageKind, pageKinds } from './tables.ts'
import { dutyWords } from './words.ts'

/** @law BITV 2.0 § 7 Abs. 5 as a model: the statement is reviewed once a year. */
const statementDays = 365

type Asked = { town: Town; today: string; language: Language; pages: readonly Page[]; land: Land | undefined }

export async function listDuties(town: Town, today: string, language: Language): Promise<Duty[]> {
  const pages = await listPages(town)
  const asked: Asked = { town, today, language, pages, land: laender[town.settings.land] }
  return [
    ...missingPages(asked),
    ...easyAndSign(asked),
    ...openBrackets(asked),
    ...statementAge(asked),
    ...enforcementBody(asked),
    ...otherLaw(asked),
    ...securityContact(asked),
    ...untranslated(asked),
  ]
}

const fileOf = (town: Town, kind: PageKind, language: Language): string => `towns/${town.key}/pages/${kind}.${language}.html`

function missingPages({ town, language, pages }: Asked): Duty[] {
  const text = dutyWords({ language })
  const owed: [PageKind, string][] = [
    ['imprint', text.lawImprint],
    ['privacy', text.lawPrivacy],
    ['accessibility', text.lawAccessibility],
    ['report-barrier', text.lawAccessibility],
  ]
  return owed
    .filter(([kind]) => !pages.some((page) => page.kind === kind && page.language === 'de'))
    .map(([kind, law]) => ({ what: text.page(text[kind]), state: 'missing', how: text.writeFile(fileOf(town, kind, 'de')), law }))
}

/** Owed by default; the town's setting may switch a duty off where its Land has none. */
function easyAndSign({ town, language, pages, land }: Asked): Duty[] {
  const text = dutyWords({ language })
  const law = { duty: text.lawDuty, none: text.lawNone, unclear: text.lawUnclear }[land?.easyAndSign ?? 'unclear']
  const duties: Duty[] = []
  for (const [kind, needed, setting] of [
    ['easy-language', 'leicht', 'easyLanguageDuty'],
    ['sign-language', 'de', 'signLanguageDuty'],
  ] as const) {
    const what = text.page(text[kind])
    const page = pages.find((one) => one.kind === kind && one.language === needed)
    if (town.settings.accessibility[setting] === 'off') {
      if (land?.easyAndSign === 'duty')
        duties.push({ what, state: 'check', how: text.switchedOff(`accessibility.${setting}`), law })
    } else if (!page) duties.push({ what, state: 'missing', how: text.writeFile(fileOf(town, kind, needed)), law })
    else if (page.source === 'starter' && kind === 'sign-language')
      duties.push({ what, state: 'missing', how: text.signVideo, law })
    else if (page.source === 'starter') duties.push({ what, state: 'check', how: text.easyUnchecked, law })
  }
  return duties
}

function openBrackets({ town, language, pages }: Asked): Duty[] {
  const text = dutyWords({ language })
  return pages.flatMap(({ kind, language: written, html, source }): Duty[] => {
    const brackets = bracketsIn(html)
    if (brackets.length === 0) return []
    const file = fileOf(town, kind, written)
    const how = (source === 'starter' ? text.replaceInCopy : text.replace)(file, brackets.join(' '))
    return [{ what: text.pageIn(text[kind], written), state: 'missing', how }]
  })
}

function statementAge({ town, today, language, pages }: Asked): Duty[] {
  if (!pages.some(({ kind }) => kind === 'accessibility')) return []
  const text = dutyWords({ language })
  const { statementDate } = town.settings.accessibility
  const days = (Date.parse(today) - Date.parse(statementDate)) / 86_400_000
  const duty = { what: text.accessibility, law: text.lawAccessibility }
  if (days > statementDays) return [{ ...duty, state: 'outdated', how: text.statementOld(statementDate) }]
  return days < 0 ? [{ ...duty, state: 'check', how: text.statementAhead(statementDate) }] : []
}

function enforcementBody({ town, language, land }: Asked): Duty[] {
  const text = dutyWords({ language })
  const duty = { what: text.body, law: text.lawBody }
  if (!land?.enforcement)
    return [{ ...duty, state: 'missing', how: text.bodyUnknown(land?.name ?? town.settings.land, enforcementList) }]
  if (land.verified) return []
  return [{ ...duty, state: 'check', how: text.bodyUnverified(land.enforcement.body, enforcementList) }]
}

/** The template speaks of Bavarian law; a copy of it elsewhere would promise the wrong remedy. */
function otherLaw({ town, language, pages }: Asked): Duty[] {
  if (town.settings.land === 'BY') return []
  const text = dutyWords({ language })
  return pages.flatMap(({ kind, language: written, html }): Duty[] => {
    const laws = [...new Set(plainText(html).match(/\bBay[A-Z]\w+/g) ?? [])].join(', ')
    return laws === ''
      ? []
      : [{ what: text.otherLaw, state: 'missing', how: text.otherLawHow(fileOf(town, kind, written), laws) }]
  })
}

function securityContact({ town, today, language }: Asked): Duty[] {
  const text = dutyWords({ language })
  const duty = { what: text.security, law: 'RFC 9116' }
  if (!securityContactOf(town.settings, town.origin)) return [{ ...duty, state: 'missing', how: text.securityMissing }]
  return securityContactEnds(town.settings) <= today ? [{ ...duty, state: 'outdated', how: text.securityOld }] : []
}

function untranslated({ town, language, pages }: Asked): Duty[] {
  if (!town.settings.languages.includes('en')) return []
  const text = dutyWords({ language })
  const has = (kind: PageKind, written: Language) => pages.some((page) => page.kind === kind && page.language === written)
  return pageKinds
    .filter((kind) => has(kind, 'de') && !has(kind, 'en'))
    .map((kind) => ({ what: text.pageIn(text[kind], 'en'), state: 'check', how: text.translate(fileOf(town, kind, 'en')) }))
}
