// Divides a FIM schema into pages of a size that people can survey.
import { fieldsIn, type XdfGroup, type XdfStructure } from './schema.ts'

export type PlannedItem = {
  structure: XdfStructure
  /** Large groups around it that have no frame of their own on the pages, the outermost first. */
  around: readonly DividedGroup[]
}
export type DividedGroup = { group: XdfGroup; optional: boolean }
export type PlannedPage = { items: PlannedItem[] }

const onOnePage = 15

/** Every top-level element is a page; a larger group is divided along its inner groups, unless it is repeated or a choice. */
export function planPages(children: readonly XdfStructure[], mostPages: number): PlannedPage[] {
  for (let size = onOnePage; ; size *= 2) {
    const pages = children.length <= mostPages ? plan(children, size) : divide(children, [], size)
    if (pages.length <= mostPages || size > 100_000) return pages
  }
}

const isLabel = ({ element }: XdfStructure): boolean => element.kind === 'field' && element.role === 'label'

function plan(children: readonly XdfStructure[], size: number): PlannedPage[] {
  const pages: PlannedPage[] = []
  let labels: PlannedItem[] = []
  for (const structure of children) {
    if (isLabel(structure)) {
      labels.push({ structure, around: [] })
      continue
    }
    const [first, ...more] = divide([structure], [], size)
    if (!first) continue
    pages.push({ items: [...labels, ...first.items] }, ...more)
    labels = []
  }
  if (labels.length > 0) pages.push({ items: labels })
  return pages
}

function divide(children: readonly XdfStructure[], around: readonly DividedGroup[], size: number): PlannedPage[] {
  const pages: PlannedPage[] = []
  let page: PlannedItem[] = []
  let filled = 0
  const close = (): void => {
    if (page.length > 0) pages.push({ items: page })
    page = []
    filled = 0
  }
  for (const structure of children) {
    const { element, multiplicity } = structure
    const count = fieldsIn(element)
    if (element.kind === 'group' && count > size && !element.choose && multiplicity.max === 1 && element.children.length > 0) {
      const inner = divide(element.children, [...around, { group: element, optional: multiplicity.min === 0 }], size)
      // What introduces the group stays with it.
      if (page.every(({ structure: one }) => isLabel(one)) && inner[0]) inner[0].items.unshift(...page.splice(0))
      close()
      pages.push(...inner)
      continue
    }
    if (filled > 0 && filled + count > size) close()
    page.push({ structure, around })
    filled += count
  }
  close()
  return pages
}
