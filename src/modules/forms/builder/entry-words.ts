// What the builder says of a field that was typed wrong, or changed by somebody else meanwhile.
import { words } from '../../../kernel/words.ts'

export const entryWords = words('forms-entry', {
  de: {
    tooLong: (most: number, typed: number) => `Bitte kürzen Sie auf ${most} Zeichen. Sie haben ${typed} geschrieben.`,
    noNumber: 'Bitte geben Sie eine Zahl ein, zum Beispiel 5.',
    atLeast: (least: number) => `Bitte geben Sie mindestens ${least} ein.`,
    atMost: (most: number) => `Bitte geben Sie höchstens ${most} ein.`,
    noDay: 'Bitte geben Sie ein Datum ein, zum Beispiel 31.12.2026.',
    choose: 'Bitte wählen Sie aus der Liste.',
    theirs: (value: string) => `Inzwischen steht hier: ${value}`,
  },
  en: {
    tooLong: (most: number, typed: number) => `Please shorten this to ${most} characters. You typed ${typed}.`,
    noNumber: 'Please type a number, for example 5.',
    atLeast: (least: number) => `Please type at least ${least}.`,
    atMost: (most: number) => `Please type at most ${most}.`,
    noDay: 'Please type a date, for example 31.12.2026.',
    choose: 'Please choose from the list.',
    theirs: (value: string) => `Meanwhile this says: ${value}`,
  },
})
