// What stands around the questions of a form, as fields of its page: read from the document and put back.
import type { FormDocument, Text } from '../document/document.ts'
import type { BuilderWords } from './builder-words.ts'
import { present, withGerman, without } from './edits.ts'
import { type Entry, linesOf, numberIn, type Typed } from './entries.tsx'
import { levelChoices, levelOf } from './level-choices.ts'
import type { PapersWords } from './papers-words.ts'

export type Chapter = { title: string; entries: readonly Entry[] }

export function papersChapters(text: PapersWords, builder: BuilderWords): Chapter[] {
  return [
    {
      title: text.about,
      entries: [
        { name: 'title', label: text.title, as: 'line', atMost: 200, needed: text.titleMissing },
        { name: 'lead', label: text.lead, hint: text.leadHint, as: 'text', rows: 2, atMost: 1_000 },
        { name: 'needs', label: text.needs, hint: text.needsHint, as: 'text' },
        { name: 'minutes', label: text.minutes, as: 'number', least: 1, most: 600 },
      ],
    },
    {
      title: text.who,
      entries: [
        {
          name: 'audience',
          label: text.audience,
          as: 'ticks',
          needed: text.audienceMissing,
          choices: [
            { value: 'person', label: text.person },
            { value: 'company', label: text.company },
            { value: 'staff', label: text.staff },
          ],
        },
        { name: 'level', label: text.level, hint: text.levelHint, as: 'select', choices: levelChoices(builder) },
        {
          name: 'writtenForm',
          label: text.writtenForm,
          as: 'radios',
          bare: true,
          choices: [
            { value: 'none', label: text.writtenNone },
            { value: 'eid', label: text.writtenEid },
            { value: 'qualified', label: text.writtenQualified },
          ],
        },
        {
          name: 'languages',
          label: text.languages,
          as: 'ticks',
          choices: [
            { value: 'en', label: text.english },
            { value: 'leicht', label: text.easy },
          ],
        },
      ],
    },
    {
      title: text.law,
      entries: [
        { name: 'legalBasis', label: text.legalBasis, hint: text.legalBasisHint, as: 'line', atMost: 500 },
        { name: 'privacy', label: text.privacy, hint: text.privacyHint, as: 'text', rows: 5, atMost: 20_000 },
        { name: 'retentionDays', label: text.retention, hint: text.retentionHint, as: 'number', least: 1, most: 36_500 },
      ],
    },
    {
      title: text.contact,
      entries: [
        { name: 'contactName', label: text.contactName, as: 'line' },
        { name: 'contactPhone', label: text.contactPhone, as: 'line', atMost: 100 },
        { name: 'contactMail', label: text.contactMail, as: 'line' },
        { name: 'contactAddress', label: text.contactAddress, as: 'line' },
      ],
    },
    {
      title: text.after,
      entries: [{ name: 'next', label: text.next, hint: text.nextHint, as: 'text', rows: 4, atMost: 20_000 }],
    },
  ]
}

export const typedOfPapers = (document: FormDocument): Typed => ({
  title: document.title.de,
  lead: document.lead?.de ?? '',
  needs: (document.needs ?? []).map(({ de }) => de).join('\n'),
  minutes: document.minutes === undefined ? '' : String(document.minutes),
  audience: document.audience.join('\n'),
  level: document.level === 'none' ? '' : document.level,
  writtenForm: document.writtenForm,
  languages: document.languages.filter((language) => language !== 'de').join('\n'),
  legalBasis: document.legalBasis ?? '',
  privacy: document.privacy?.de ?? '',
  retentionDays: document.retentionDays === undefined ? '' : String(document.retentionDays),
  contactName: document.contact?.name ?? '',
  contactPhone: document.contact?.phone ?? '',
  contactMail: document.contact?.mail ?? '',
  contactAddress: document.contact?.address ?? '',
  next: document.next?.de ?? '',
})

export function withPapers(document: FormDocument, typed: Typed): FormDocument {
  const line = (name: string): string | undefined => typed[name] || undefined
  const name = line('contactName')
  const contact = name && {
    name,
    ...present({ phone: line('contactPhone'), mail: line('contactMail'), address: line('contactAddress') }),
  }
  const needs = keptTexts(document.needs ?? [], linesOf(typed.needs))
  const fresh = {
    lead: withGerman(document.lead, typed.lead ?? ''),
    needs: needs.length > 0 ? needs : undefined,
    minutes: numberIn(typed.minutes ?? ''),
    legalBasis: line('legalBasis'),
    privacy: withGerman(document.privacy, typed.privacy ?? ''),
    retentionDays: numberIn(typed.retentionDays ?? ''),
    contact: contact || undefined,
    next: withGerman(document.next, typed.next ?? ''),
  }
  const audience = linesOf(typed.audience) as FormDocument['audience']
  return {
    ...without(document, ['lead', 'needs', 'minutes', 'legalBasis', 'privacy', 'retentionDays', 'contact', 'next']),
    title: withGerman(document.title, typed.title ?? '') ?? document.title,
    languages: ['de', ...(linesOf(typed.languages) as ('en' | 'leicht')[])],
    audience,
    level: levelOf(typed.level) ?? 'none',
    writtenForm: typed.writtenForm === 'eid' || typed.writtenForm === 'qualified' ? typed.writtenForm : 'none',
    ...present(fresh),
  }
}

/** Lines that stay keep their translations; a changed line is the old one of its place. */
export const keptTexts = (old: readonly Text[], lines: readonly string[]): Text[] =>
  lines.map(
    (de, index) => old.find((text) => text.de === de) ?? { ...(lines.includes(old[index]?.de ?? '') ? {} : old[index]), de },
  )
