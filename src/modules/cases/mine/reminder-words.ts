// The letter that reminds of an end.
import { words } from '../../../kernel/words.ts'

export const reminderWords = words('cases-reminder', {
  de: {
    subject: (title: string) => `${title}: läuft bald ab`,
    letter: (title: string, day: string, prefilled: boolean) =>
      `Guten Tag,\n\n${title}: Das gilt noch bis ${day}.\n\n${
        prefilled
          ? 'Möchten Sie verlängern? Öffnen Sie den Antrag. Ihre bisherigen Angaben sind schon eingetragen, Sie prüfen sie nur.'
          : 'Möchten Sie verlängern? Öffnen Sie den Antrag. Von dort kommen Sie zum Formular.'
      }\n\nBrauchen Sie es nicht mehr? Dann müssen Sie nichts tun.`,
  },
  en: {
    subject: (title) => `${title}: ends soon`,
    letter: (title, day, prefilled) =>
      `Hello,\n\n${title}: this is valid until ${day}.\n\n${
        prefilled
          ? 'Would you like to renew it? Open the application. Your earlier answers are filled in already, you only check them.'
          : 'Would you like to renew it? Open the application. It leads you to the form.'
      }\n\nDo you not need it any more? Then there is nothing to do.`,
  },
})
