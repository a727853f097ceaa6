// Placeholders: a fixed list of names in braces; nothing else resolves.
import type { MessageTemplate } from '../../contracts/messages.ts'
import { oneLine } from '../../kernel/mail.ts'

export type Wording = { subject: string; text: string }

/** Filled in for every template; a template's own value of this name wins. */
export const everywhere = ['town'] as const

const placeholder = /\{([A-Za-z][A-Za-z0-9]*)\}/g

export const placeholdersOf = (template: Pick<MessageTemplate, 'placeholders'>): string[] => [
  ...new Set([...template.placeholders, ...everywhere]),
]

/** Anything in braces that is not on the list, as it was typed. */
export function unknownPlaceholders(template: Pick<MessageTemplate, 'placeholders'>, text: string): string[] {
  const known = placeholdersOf(template)
  const found = [...text.matchAll(/\{([^{}\n]{0,60})\}/g)].filter(([, name = '']) => !known.includes(name))
  return [...new Set(found.map(([whole]) => whole))]
}

const ownValue = (values: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined

export const missingValues = (template: MessageTemplate, wording: Wording, values: Readonly<Record<string, string>>): string[] =>
  template.placeholders.filter(
    (name) => ownValue(values, name) === undefined && `${wording.subject}${wording.text}`.includes(`{${name}}`),
  )

/** A value is put in as it is and not looked at again; in the subject it stays on one line. */
export function render(
  template: Pick<MessageTemplate, 'placeholders'>,
  wording: Wording,
  values: Readonly<Record<string, string>>,
  townName: string,
): Wording {
  const known = placeholdersOf(template)
  const fill = (text: string): string =>
    text.replace(placeholder, (whole, name: string) => {
      if (!known.includes(name)) return whole
      return ownValue(values, name) ?? (name === 'town' ? townName : whole)
    })
  const text = fill(wording.text)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, ' ')
  return { subject: oneLine(fill(wording.subject), 200), text: text.toWellFormed() }
}
