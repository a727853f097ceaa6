// What an import found in a file, and what of it needs a look.

export type ImportWarning = {
  kind:
    | 'element'
    | 'label'
    | 'locked'
    | 'hidden'
    | 'code-list'
    | 'type'
    | 'rule'
    | 'value'
    | 'multiplicity'
    | 'status'
    | 'divided'
  /** Ids from the outside to the inside, joined by points; empty: the whole file. */
  path: string
  message: { de: string; en: string }
}

export type ImportReport = {
  /** `XDatenfelder 3.0.0`, `Form.io` … */
  standard: string
  /** Occurrences in the file; of Form.io: questions, groups, logic rules, steps. */
  fields: number
  groups: number
  rules: number
  structures: number
  warnings: ImportWarning[]
}

const mostWarnings = 2_000

export class Warnings {
  readonly list: ImportWarning[] = []

  add(kind: ImportWarning['kind'], path: string, de: string, en: string): void {
    if (this.list.length < mostWarnings) this.list.push({ kind, path, message: { de, en } })
  }
}
