// Visible texts of a room: German is the master, English must be complete to compile, easy German may follow.
import type { Language } from './language.ts'

// biome-ignore lint/suspicious/noExplicitAny: the arguments are checked by the German master text.
type Text = string | ((...values: any[]) => string)
type Same<Master> = { [Key in keyof Master]: Master[Key] extends string ? string : Master[Key] }

/** Whose words: the language of the page, and the town's own wording by `<room>.<key>`. */
export type Reader = { language: Language; ownWords?: Readonly<Record<string, string>> | undefined }

export type Words<Master> = ((reader: Reader) => Same<Master>) & { room: string; keys: (keyof Master)[] }

/** Declares the texts of a room. A town may override a plain text; texts with values stay as they are. */
export function words<const Master extends Record<string, Text>>(
  room: string,
  texts: { de: Master; en: Same<Master>; leicht?: Partial<Same<Master>> },
): Words<Master> {
  const complete: Record<Language, Same<Master>> = {
    de: texts.de as Same<Master>,
    en: texts.en,
    leicht: { ...(texts.de as Same<Master>), ...texts.leicht },
  }
  const towns = new WeakMap<object, Same<Master>>()
  const choose = ({ language, ownWords }: Reader): Same<Master> => {
    const chosen = complete[language]
    if (!ownWords) return chosen
    if (language !== 'de') return chosen
    const known = towns.get(ownWords)
    if (known) return known
    const own = Object.entries(chosen).map(([key, text]) => [
      key,
      typeof text === 'string' ? (ownWords[`${room}.${key}`] ?? text) : text,
    ])
    const made = Object.fromEntries(own) as Same<Master>
    towns.set(ownWords, made)
    return made
  }
  return Object.assign(choose, { room, keys: Object.keys(texts.de) })
}
