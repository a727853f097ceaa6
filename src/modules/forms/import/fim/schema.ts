// A FIM data schema as its XML says it, the same for XDatenfelder 2 and 3. @de Stammdatenschema.

export type Multiplicity = {
  /** As it is written: `1:*`. */
  text: string
  min: number
  /** Absent: without end. */
  max?: number
}

type Element = {
  /** @de FIM-ID */
  id: string
  version?: string
  name: string
  /** What people read. @de Bezeichnung Eingabe */
  label: string
  help?: string
}

/** A rule in German prose. @de Regel */
export type XdfRule = { id: string; version?: string; name: string; text: string; script?: string }

/** @de Präzisierung */
export type Precision = { minLength?: number; maxLength?: number; minValue?: string; maxValue?: string; pattern?: string }

/** @de Datenfeld */
export type XdfField = Element & {
  kind: 'field'
  /** @de Feldart */
  role: string
  /** @de Datentyp */
  type: string
  precision: Precision
  content?: string
  values?: { value: string; label: string; hint?: string }[]
  codeList?: { uri: string; version?: string }
  /** Bytes. */
  maxSize?: number
  mediaTypes: string[]
  /** @de Vorbefüllung */
  prefill?: string
  rules: XdfRule[]
}

/** @de Datenfeldgruppe */
export type XdfGroup = Element & {
  kind: 'group'
  /** Exactly one of its elements. @standard XDatenfelder 3 Gruppenart X */
  choose: boolean
  children: XdfStructure[]
  rules: XdfRule[]
}

export type XdfElement = XdfField | XdfGroup

/** An element where it is used; the same one may be used in several places. @de Struktur */
export type XdfStructure = { multiplicity: Multiplicity; element: XdfElement }

export type XdfSchema = {
  /** `2`, `3.0.0` */
  standard: string
  id: string
  version?: string
  name: string
  label: string
  help?: string
  legal: string[]
  /** @de Leistungsschlüssel */
  leikaKeys: string[]
  rules: XdfRule[]
  children: XdfStructure[]
}

export const fieldsIn = (element: XdfElement): number =>
  element.kind === 'field' ? 1 : element.children.reduce((sum, child) => sum + fieldsIn(child.element), 0)
