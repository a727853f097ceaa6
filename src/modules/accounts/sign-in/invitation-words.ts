// Visible texts for invited staff.
import { words } from '../../../kernel/words.ts'

export const invitationWords = words('accounts-invitation', {
  de: {
    title: 'Ihre Einladung',
    asAdministrator: (town: string) => `Sie sind eingeladen, ${town} hier einzurichten und zu verwalten.`,
    asMember: (town: string) => `Sie sind eingeladen, hier für ${town} zu arbeiten.`,
    forMail: (mail: string) => `Die Einladung gilt für ${mail}.`,
    until: (moment: string) => `Sie gilt bis ${moment} und nur ein Mal.`,
    passkeyHint: 'Fingerabdruck, Gesicht oder Geräte-PIN. Damit kommen Sie auch von unterwegs an Ihren Arbeitsplatz.',
    passkeyButton: 'Passkey anlegen und Einladung annehmen',
    provider: 'Über Ihren Arbeitgeber',
    mail: 'Ohne Passkey',
    mailHint:
      'Wir schicken einen Code an die Adresse der Einladung. Für Ihren Arbeitsplatz brauchen Sie danach noch einen Passkey.',
    mailButton: 'Code zuschicken',
    givenName: 'Vorname',
    familyName: 'Nachname',
    givenNameMissing: 'Bitte geben Sie Ihren Vornamen ein.',
    familyNameMissing: 'Bitte geben Sie Ihren Nachnamen ein.',
    nameLong: (typed: number) => `Hier passen höchstens 100 Zeichen. Sie haben ${typed} eingegeben.`,
  },
  en: {
    title: 'Your invitation',
    asAdministrator: (town: string) => `You are invited to set up and administer ${town} here.`,
    asMember: (town: string) => `You are invited to work here for ${town}.`,
    forMail: (mail: string) => `The invitation is for ${mail}.`,
    until: (moment: string) => `It is valid until ${moment}, and once only.`,
    passkeyHint: 'Fingerprint, face or the PIN of your device. With it you reach your desk from outside too.',
    passkeyButton: 'Make a passkey and accept',
    provider: 'Through your employer',
    mail: 'Without a passkey',
    mailHint: 'We send a code to the address of the invitation. For your desk you will need a passkey after that.',
    mailButton: 'Send the code',
    givenName: 'Given name',
    familyName: 'Family name',
    givenNameMissing: 'Please type your given name.',
    familyNameMissing: 'Please type your family name.',
    nameLong: (typed: number) => `At most 100 characters fit here. You typed ${typed}.`,
  },
})
