// What is wrong with a field, what we saw, and what to do about it.
import { words } from '../../../kernel/words.ts'
import type { Finding } from '../../../standards/readability/readability.ts'
import type { Wrong } from './typed-value.ts'

export const problemWords = words('catalogue-problems', {
  de: {
    script: (what: string) => `Programmcode und Skript-Adressen nehmen wir nicht an: „${what}“. Bitte löschen Sie diese Stelle.`,
    address: (what: string) => `„${what}“ ist keine Adresse. Links beginnen mit https://, mailto: oder tel:.`,
    fee: (what: string) => `„${what}“ verstehen wir nicht. Schreiben Sie zum Beispiel „Erwachsene: 70 Euro“ oder „kostenlos“.`,
    link: (what: string) => `„${what}“ verstehen wir nicht. Schreiben Sie: Name | https://adresse.`,
    hours: (what: string) => `„${what}“ verstehen wir nicht. Schreiben Sie zum Beispiel „Montag: 8 bis 12 Uhr“.`,
    url: (what: string) => `„${what}“ ist keine Internetadresse. Sie beginnt mit https://.`,
    phone: (what: string) => `„${what}“ ist keine Telefonnummer. Schreiben Sie zum Beispiel 089 233-96000.`,
    mail: (what: string) => `„${what}“ ist keine E-Mail-Adresse. Schreiben Sie zum Beispiel amt@stadt.example.`,
    choice: () => 'Bitte wählen Sie eine der Antworten.',
    missing: () => 'Bitte füllen Sie dieses Feld aus.',
    long: (what: string) => `Das ist zu lang. Sie haben ${what} Zeichen eingegeben.`,
    postal: (what: string) => `In der letzten Zeile fehlt die Postleitzahl. Dort steht „${what}“.`,
    'unknown-thing': (what: string, meant?: string) =>
      `„${what}“ kennen wir nicht.${meant ? ` Meinten Sie „${meant}“?` : ' Übernehmen Sie den Namen so, wie er in der Liste steht.'}`,
    'unknown-fact': (what: string) => `Eine gemeinsame Angabe „${what}“ gibt es nicht. Legen Sie sie zuerst an.`,
    heading: () => 'Eine Überschrift braucht zuerst die deutschen Wörter.',
    circle: (what: string) => `„${what}“ kann nicht unter sich selbst stehen.`,
    group: (what: string) => `„${what}“ verstehen wir nicht. Eine Gruppe hat mindestens zwei Wörter, getrennt durch Kommas.`,
    findinglong: (count: string) => `${count} Wörter. Versuchen Sie, zwei Sätze daraus zu machen.`,
    findingveryLong: (count: string) => `${count} Wörter. So lange Sätze behält kaum jemand. Machen Sie zwei oder drei daraus.`,
    findingnouns: (what: string) => `Viele Hauptwörter: ${what}. Sagen Sie mit einem Verb, wer was tut.`,
    findingpassive: (what: string) => `„${what}“: Sagen Sie, wer das tut.`,
    findingabbreviation: (what: string) => `${what}: Schreiben Sie das beim ersten Mal aus.`,
  },
  en: {
    script: (what: string) => `We do not accept program code or script addresses: “${what}”. Please delete this part.`,
    address: (what: string) => `“${what}” is no address. Links begin with https://, mailto: or tel:.`,
    fee: (what: string) => `We do not understand “${what}”. Write for example „Erwachsene: 70 Euro“ or „kostenlos“.`,
    link: (what: string) => `We do not understand “${what}”. Write: name | https://address.`,
    hours: (what: string) => `We do not understand “${what}”. Write for example „Montag: 8 bis 12 Uhr“.`,
    url: (what: string) => `“${what}” is no web address. It begins with https://.`,
    phone: (what: string) => `“${what}” is no phone number. Write for example 089 233-96000.`,
    mail: (what: string) => `“${what}” is no mail address. Write for example office@town.example.`,
    choice: () => 'Please choose one of the answers.',
    missing: () => 'Please fill in this field.',
    long: (what: string) => `This is too long. You entered ${what} characters.`,
    postal: (what: string) => `The last line needs a postal code. It says “${what}”.`,
    'unknown-thing': (what: string, meant?: string) =>
      `We do not know “${what}”.${meant ? ` Did you mean “${meant}”?` : ' Use the name as it stands in the list.'}`,
    'unknown-fact': (what: string) => `There is no shared fact “${what}”. Add it first.`,
    heading: () => 'A heading needs the German words first.',
    circle: (what: string) => `“${what}” cannot stand below itself.`,
    group: (what: string) => `We do not understand “${what}”. A group has at least two words, separated by commas.`,
    findinglong: (count: string) => `${count} words. Try to make two sentences of it.`,
    findingveryLong: (count: string) => `${count} words. Hardly anybody keeps such a sentence in mind. Make two or three of it.`,
    findingnouns: (what: string) => `Many nouns: ${what}. Say with a verb who does what.`,
    findingpassive: (what: string) => `“${what}”: say who does it.`,
    findingabbreviation: (what: string) => `${what}: write it out the first time.`,
  },
})

export type ProblemText = ReturnType<typeof problemWords>

export const messageOf = (text: ProblemText, { wrong, what, meant }: Wrong): string =>
  (text[wrong] as (what: string, meant?: string) => string)(what, meant)

export function hintOnReading(text: ProblemText, { kind, words, count }: Finding): string {
  if (kind === 'long') return text.findinglong(String(count))
  if (kind === 'very-long') return text.findingveryLong(String(count))
  if (kind === 'nouns') return text.findingnouns(words.join(', '))
  return kind === 'passive' ? text.findingpassive(words.join(' … ')) : text.findingabbreviation(words.join(', '))
}
