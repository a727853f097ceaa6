// A filing plan as another system sends it.
// @standard xdomea 3.1.0 Aktenplan.Aktenplan.0301; earlier versions are read the same way
import { childOf, childrenOf, type Element, readXml, textIn } from '../../../standards/xml/tree.ts'
import type { Appraisal } from '../tables.ts'
import type { PlanLine } from './entry.ts'

/** @throws XmlError for what is no XML; Error for any other message */
export function readPlanMessage(text: string): { name: string; lines: PlanLine[] } {
  const root = readXml(text)
  if (!/^urn:xoev-de:xdomea:schema:/.test(root.namespace) || root.name !== 'Aktenplan.Aktenplan.0301')
    throw new Error('This is no xdomea message 0301 (Aktenplan).')
  const plan = childOf(root, 'Aktenplan')
  const lines: PlanLine[] = []
  const take = (unit: Element, parent: string | null): void => {
    const number = textIn(unit, 'Kennzeichen')?.trim() ?? ''
    const keep = childOf(unit, 'Aufbewahrungsdauer')
    const years = textIn(keep, 'AnzahlJahre')
    const code = childOf(childOf(childOf(unit, 'Aussonderungsart'), 'Aussonderungsart'), 'code')?.text.trim()
    lines.push({
      ...{ line: lines.length + 1, number, parent, law: '', starts: 'year-end' },
      title: (textIn(unit, 'Inhaltsangabe') ?? textIn(unit, 'BetreffKurz') ?? '').trim().slice(0, 200),
      years: years === undefined ? null : Number(years),
      forever: /^(1|true)$/.test(textIn(keep, 'Unbefristet')?.trim() ?? ''),
      appraisal: code === 'A' || code === 'V' ? (code as Appraisal) : 'B',
    })
    for (const below of childrenOf(unit, 'Einheit')) take(below, number)
  }
  for (const unit of childrenOf(plan, 'Einheit')) take(unit, null)
  return { name: textIn(plan, 'Bezeichnung') ?? '', lines }
}
