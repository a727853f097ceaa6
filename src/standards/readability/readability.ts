// How easily a German text is read: long sentences, chains of nouns, passive, unexplained abbreviations. A hint, never a verdict.

export type Finding = {
  kind: 'long' | 'very-long' | 'nouns' | 'passive' | 'abbreviation'
  sentence: string
  /** The words that the hint is about. */
  words: string[]
  /** Words of the sentence, for the long ones. */
  count: number
}

/** Guide of the house: one thought a sentence, at most 15 words; above 20 hardly anybody keeps it in mind. */
const long = 15
const veryLong = 20

/** A dot behind these ends no sentence. */
const shortForms =
  /(?<![\p{L}.])(z\.\s?B|d\.\s?h|u\.\s?a|i\.\s?d\.\s?R|i\.\s?V\.\s?m|o\.\s?ä|u\.\s?U|z\.\s?T|v\.\s?a|ggf|bzw|usw|etc|evtl|inkl|zzgl|ca|max|min|mind|Nr|Abs|Art|Tel|Str|Dr|Prof|St|vgl|gem|lt|Std|tgl|sog|Ziff|Buchst|Satz|S|Hs|Mio|Mrd|bspw|exkl|insb|Hr|Fr|Aufl|Hrsg|geb|gez|Jan|Feb|Apr|Aug|Sept|Okt|Nov|Dez|Mo|Di|Mi|Do|Sa|So)\.(?=\s|[^\p{Lu}]|$)/gu
const heldDot = '\u0001'

/** Lines and sentences of plain text; headings and items without an end of their own count as sentences. */
export function sentencesOf(text: string): string[] {
  const held = text
    .replace(shortForms, (form) => form.replaceAll('.', heldDot))
    .replace(
      /(?<=\d)\.(?=\s?\d|\s(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember))/g,
      heldDot,
    )
    .replace(/(?<=[\p{L}\d])\.(?=[\p{L}\d])/gu, heldDot)
  return held
    .split(/\n+|(?<=[.!?…][)“"']?)\s+(?=[\p{Lu}\d„"(–-])/u)
    .map((sentence) => sentence.replaceAll(heldDot, '.').trim())
    .filter((sentence) => sentence !== '')
}

export const wordsOf = (sentence: string): string[] =>
  sentence.replace(/https?:\/\/\S+|\S+@\S+/g, ' ').match(/\p{L}(?:[*:/’'-]?[\p{L}\p{M}\d])*|\d[\d.,]*/gu) ?? []

/** Nouns made of verbs and adjectives. Words that are things rather than acts are left out. */
const nounEnding = /(?:ung|ungen|heit|heiten|keit|keiten)$/
const things =
  /(?:zeitung|rechnung|wohnung|kleidung|leitung|sitzung|zeichnung|meinung|ordnung|festung|heizung|impfung|prüfung|verwaltung|abteilung|siedlung|krankheit|einheit|mehrheit|minderheit|freiheit|sicherheit|kindheit|versicherung|quittung|stellung|bescheinigung|genehmigung|verordnung|satzung|bildung|stiftung|umgebung|öffnung|währung|ernährung|hebung|jung|lung|sprung|dung|schwung)(?:en)?$/i
/** Formal words that replace a verb, whatever their meaning as a thing. */
const acting =
  /(?:antragstellung|inanspruchnahme|durchführung|erteilung|bereitstellung|feststellung|ausstellung|vorlage|erbringung)$/i

const passive = /(?<!\p{L})(wird|werden|wurde|wurden|worden)(?!\p{L})/u
const participle =
  /(?:ge\p{L}{2,}(?:t|en)|(?:be|er|ver|zer|ent|emp|miss)\p{L}{2,}(?:t|en)|\p{Ll}{2,}ge\p{L}{2,}(?:t|en)|\p{L}{3,}iert)$/u
/** After "werden" these are no participles: infinitives of the future and adjectives. */
const noParticiple =
  /(?:können|gehören|müssen|sollen|dürfen|wollen|mögen|haben|sein|bestimmt|bekannt|geben|gehen|erhalten|bekommen|bezahlt werden)$/

/** Known to everybody, or explained by every letterhead. */
const known = new Set(
  'EU EC PDF PC TV AG GmbH KG OHG eV BGB GG StVO EUR Uhr DIN ISO SMS FAX WC ICE DB MVG MVV SWM KFZ Kfz LKW PKW Lkw Pkw TÜV ADAC IBAN BIC PIN QR OK USA UK II III IV VI VII VIII IX XI EWR NATO UNO ARD ZDF U-Bahn S-Bahn CO2 HU AU'.split(
    ' ',
  ),
)

export function findingsIn(text: string): Finding[] {
  const sentences = sentencesOf(text)
  const explained = explainedIn(text)
  const found: Finding[] = []
  const told = new Set<string>()
  for (const sentence of sentences) {
    const words = wordsOf(sentence)
    if (words.length > veryLong) found.push({ kind: 'very-long', sentence, words: [], count: words.length })
    else if (words.length > long) found.push({ kind: 'long', sentence, words: [], count: words.length })
    const nouns = nounsOf(words)
    if (nouns.length >= 2 && nouns.length * 6 >= words.length)
      found.push({ kind: 'nouns', sentence, words: nouns, count: words.length })
    const acts = passiveIn(words)
    if (acts.length > 0) found.push({ kind: 'passive', sentence, words: acts, count: words.length })
    const short = words.filter((word) => isAbbreviation(word) && !explained.has(word) && !told.has(word))
    for (const word of short) told.add(word)
    if (short.length > 0) found.push({ kind: 'abbreviation', sentence, words: [...new Set(short)], count: words.length })
  }
  return found
}

const nounsOf = (words: readonly string[]): string[] => [
  ...new Set(
    words.filter(
      (word) => /^\p{Lu}/u.test(word) && word.length > 6 && (acting.test(word) || (nounEnding.test(word) && !things.test(word))),
    ),
  ),
]

/** A form of "werden" with a participle of the same sentence; who acts is then not said. */
function passiveIn(words: readonly string[]): string[] {
  const at = words.findIndex((word) => passive.test(word))
  if (at < 0) return []
  const fits = (index: number): boolean => {
    const word = words[index] ?? ''
    const stands = index !== at && /^\p{Ll}/u.test(word) && participle.test(word) && !noParticiple.test(word) && word.length > 5
    // Before a noun it is an adjective: "die betroffene Person".
    return stands && !/^\p{Lu}/u.test(words[index + 1] ?? '')
  }
  // "… ausgestellt werden" first, else the end of the clause: "wird … geschickt".
  const found = fits(at - 1) ? words[at - 1] : words.findLast((_, index) => fits(index))
  if (!found) return []
  // "Sie werden beraten" has a participle, "Sie werden den Bescheid erhalten" an infinitive behind its object.
  const isInfinitive =
    /en$/.test(found) && !/^ge|ge\p{L}+en$/u.test(found) && words[at] === 'werden' && /^(Sie|wir)$/i.test(words[at - 1] ?? '')
  return isInfinitive ? [] : [words[at]!, found]
}

const isAbbreviation = (word: string): boolean =>
  /^[\p{Lu}]{2,6}$/u.test(word) && !known.has(word) && !/^[IVXLCM]+$/.test(word)
    ? true
    : /^(?:\p{Lu}\p{Ll}{0,3}){2,4}G$|^\p{Lu}{1,3}\p{Ll}\p{Lu}{1,3}$/u.test(word) && !known.has(word) && word.length <= 10

/** `Abfallwirtschaftsbetrieb München (AWM)`, `AWM (Abfallwirtschaftsbetrieb …)`, `AWM: …`, `AWM steht für …`. */
function explainedIn(text: string): Set<string> {
  const found = new Set<string>()
  for (const [, word = ''] of text.matchAll(/\p{L}{4,}[^()\n]{0,60}\(([\p{L}\d-]{2,10})\)/gu)) found.add(word)
  for (const [, word = ''] of text.matchAll(/(?<!\p{L})([\p{Lu}][\p{L}]{1,9}) \((?=\p{L}{4,})/gu)) found.add(word)
  for (const [, word = ''] of text.matchAll(/(?<!\p{L})([\p{Lu}][\p{L}]{1,9}) (?:steht für|heißt|bedeutet)/gu)) found.add(word)
  return found
}
