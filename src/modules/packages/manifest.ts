// The manifest of a service package: what it is, what it is made of, what a town may set, and what it asks for.
import type { Processing } from '../../kernel/module.ts'

export const manifestFormat = 'stadttor-package/1'
export const manifestFile = 'manifest.json'

/** Bounds of a package; `bytes` are those of all files together. */
export const bounds = {
  files: 200,
  bytesEach: 5_000_000,
  bytes: 20_000_000,
  parts: 100,
  parameters: 100,
  examples: 500,
  text: 5_000,
  value: 2_000,
}

export type Text = { de: string; en: string; leicht?: string }

/** Where a figure, a period or a duty stands; `verified: false`: nobody has read the wording. `example`: invented, shown as such. */
export type Source = { law: string; date: string; source: string; verified: boolean } | { example: true }

export const parameterTypes = ['money', 'number', 'days', 'text', 'unit', 'yesNo', 'date'] as const
export type ParameterType = (typeof parameterTypes)[number]

/** What each town sets for itself. */
export type Parameter = {
  key: string
  type: ParameterType
  title: Text
  hint?: Text
  default: string | number | boolean
  /** Of amounts, numbers and days. */
  min?: number
  max?: number
  source?: Source
}

export type ManifestPart = { kind: string; key: string; file: string }

/** @de Leistungspaket */
export type Manifest = {
  format: typeof manifestFormat
  id: string
  /** Three numbers. @standard Semantic Versioning 2.0.0, without pre-releases */
  version: string
  title: Text
  summary?: Text
  /** SPDX expression. */
  licence: string
  authors: string[]
  /** @de LeiKa-Schlüssel */
  leika: string[]
  /** @de FIM-Kennung */
  fim: string[]
  requires: { stadttor: string; modules: string[] }
  parts: ManifestPart[]
  parameters: Parameter[]
  permissions: string[]
  processing: Processing
  /** How long what the service makes is kept, in words; the rule itself stands in the parts. */
  retention: { text: Text; years?: number; source?: Source }
  changelog: { version: string; date: string; text: Text }[]
}

/** What a package may ask for; nothing else exists. Each has words for who installs it. */
export const packagePermissions = [
  'mailbox.write',
  'processes.external',
  'processes.start',
  'processes.webhook',
  'register.population',
  'register.vehicles',
  'reservations.stock',
] as const
export type PackagePermission = (typeof packagePermissions)[number]
