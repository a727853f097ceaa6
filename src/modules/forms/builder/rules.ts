// Every rule of a form document with the place where it stands, to be read, checked and rewritten.
import type { RuleAt } from '../document/compile.ts'
import type { Feel, FormDocument } from '../document/document.ts'
import { findItem, findPage, labelOfItem, listItems } from './outline.ts'

export type Rule = { at: RuleAt; feel: Feel /** What its editors call the thing. */; label: string; write: (feel: Feel) => void }

/** `write` changes `document` itself. */
export function listRules(document: FormDocument): Rule[] {
  const found: Rule[] = []
  for (const page of document.pages) {
    const { key, showWhen, title } = page
    if (showWhen) found.push({ at: `page:${key}`, feel: showWhen, label: title.de, write: (feel) => (page.showWhen = feel) })
  }
  for (const { item, path } of listItems(document)) {
    const label = labelOfItem(item)
    if (item.showWhen) found.push({ at: `item:${path}`, feel: item.showWhen, label, write: (feel) => (item.showWhen = feel) })
    if (item.kind !== 'question' || (item.type !== 'date' && item.type !== 'dateRange')) continue
    for (const bound of ['earliest', 'latest'] as const) {
      const feel = item[bound]
      if (feel) found.push({ at: `${bound}:${path}`, feel, label, write: (fresh) => (item[bound] = fresh) })
    }
  }
  for (const page of document.pages)
    page.exits?.forEach((exit, index) => {
      found.push({ at: `exit:${page.key}/${index}`, feel: exit.when, label: exit.title.de, write: (feel) => (exit.when = feel) })
    })
  document.calculations?.forEach((calculation) => {
    const { feel, name, label } = calculation
    found.push({
      at: `calculation:${name}`,
      feel,
      label: label?.de || name,
      write: (fresh) => (calculation.feel = fresh),
    })
  })
  document.checks?.forEach((check, index) => {
    found.push({ at: `check:${index}`, feel: check.when, label: check.message.de, write: (feel) => (check.when = feel) })
  })
  const { fee } = document
  if (fee) found.push({ at: 'fee', feel: fee.amount, label: '', write: (feel) => (fee.amount = feel) })
  return found
}

/** The condition at a place that has one or may have one. */
export const findConditioned = (document: FormDocument, at: RuleAt): Feel | undefined =>
  listRules(document).find((rule) => rule.at === at)?.feel

/** Without `feel` a page or item is shown always; exits and checks keep theirs. */
export function setRule(document: FormDocument, at: RuleAt, feel: Feel | undefined): FormDocument {
  const copy = structuredClone(document)
  const rule = listRules(copy).find((one) => one.at === at)
  if (rule && feel !== undefined) rule.write(feel)
  const [kind, rest] = [at.slice(0, at.indexOf(':')), at.slice(at.indexOf(':') + 1)]
  const holder = kind === 'page' ? findPage(copy, rest) : kind === 'item' ? findItem(copy, rest)?.item : undefined
  if (feel !== undefined && holder) holder.showWhen = feel
  else delete holder?.showWhen
  return copy
}
