// Blocks that every town has from the start: what most forms ask of people.
import type { Item } from '../document/document.ts'

export type ShippedBlock = { key: string; name: { de: string; en: string }; items: readonly Item[] }

const t = (de: string, en: string) => ({ de, en })

export const shippedBlocks: readonly ShippedBlock[] = [
  {
    key: 'person',
    name: t('Name und Geburtsdatum', 'Name and date of birth'),
    items: [
      {
        kind: 'group',
        key: 'person',
        title: t('Angaben zur Person', 'About the person'),
        items: [
          {
            kind: 'question',
            key: 'vorname',
            type: 'name',
            part: 'given',
            label: t('Vorname', 'Given name'),
            prefill: 'account.givenName',
          },
          {
            kind: 'question',
            key: 'nachname',
            type: 'name',
            part: 'family',
            label: t('Nachname', 'Family name'),
            prefill: 'account.familyName',
          },
          {
            kind: 'question',
            key: 'geburtsdatum',
            type: 'date',
            latest: 'today()',
            label: t('Geburtsdatum', 'Date of birth'),
            prefill: 'account.birthDate',
          },
        ],
      },
    ],
  },
  {
    key: 'address',
    name: t('Anschrift', 'Address'),
    items: [
      {
        kind: 'question',
        key: 'anschrift',
        type: 'address',
        label: t('Wo wohnen Sie?', 'Where do you live?'),
        prefill: 'account.address',
      },
    ],
  },
  {
    key: 'contact',
    name: t('E-Mail und Telefon', 'Mail and phone'),
    items: [
      {
        kind: 'group',
        key: 'kontakt',
        title: t('Wie erreichen wir Sie?', 'How do we reach you?'),
        items: [
          {
            kind: 'question',
            key: 'email',
            type: 'email',
            label: t('E-Mail-Adresse', 'E-mail address'),
            prefill: 'account.mail',
          },
          {
            kind: 'question',
            key: 'telefon',
            type: 'phone',
            label: t('Telefonnummer', 'Phone number'),
            hint: t('Nur für Rückfragen', 'For questions only'),
            need: 'optional',
            prefill: 'account.phone',
          },
        ],
      },
    ],
  },
  {
    key: 'bank',
    name: t('Bankverbindung', 'Bank account'),
    items: [
      {
        kind: 'group',
        key: 'bank',
        title: t('Ihr Konto', 'Your bank account'),
        items: [
          {
            kind: 'question',
            key: 'kontoinhaber',
            type: 'name',
            part: 'full',
            label: t('Wem gehört das Konto?', 'Whose account is it?'),
          },
          { kind: 'question', key: 'iban', type: 'iban', label: t('IBAN', 'Account number (IBAN)'), sensitive: true },
        ],
      },
    ],
  },
  {
    key: 'vehicle',
    name: t('Fahrzeug', 'Vehicle'),
    items: [
      {
        kind: 'question',
        key: 'kennzeichen',
        type: 'plate',
        label: t('Wie lautet das Kennzeichen?', 'What is the number plate?'),
        hint: t('Es steht im Fahrzeugschein unter A.', 'It stands in the registration certificate under A.'),
      },
    ],
  },
  {
    key: 'consent',
    name: t('Einwilligung', 'Consent'),
    items: [
      {
        kind: 'question',
        key: 'einwilligung',
        type: 'consent',
        label: t(
          'Ich bin einverstanden, dass mich die Stadt zu diesem Antrag anruft.',
          'I agree that the town calls me about this application.',
        ),
        need: 'optional',
      },
    ],
  },
]
