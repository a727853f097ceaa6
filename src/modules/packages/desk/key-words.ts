// Words of the keys that a town trusts.
import { words } from '../../../kernel/words.ts'

export const keyWords = words('packages', {
  de: {
    keys: 'Schlüssel, denen die Stadt vertraut',
    keysLead: 'Pakete, die mit einem dieser Schlüssel unterschrieben sind, brauchen keine eigene Entscheidung.',
    noKeys: 'Ihre Stadt vertraut noch keinem Schlüssel.',
    noKeysHow:
      'Den Fingerabdruck erhalten Sie von der Stadt, die Pakete weitergibt, auf einem zweiten Weg: am Telefon oder per Brief.',
    keyName: 'Wem gehört der Schlüssel?',
    keyNameMissing: 'Geben Sie an, wem der Schlüssel gehört.',
    fingerprintHint: '64 Zeichen, 0 bis 9 und a bis f. Leerzeichen zählen nicht.',
    fingerprintWrong: 'Der Fingerabdruck hat 64 Zeichen, 0 bis 9 und a bis f.',
    addKey: 'Schlüssel aufnehmen',
    keyAdded: 'Der Schlüssel ist aufgenommen.',
    keyThere: 'Dieser Schlüssel steht schon in der Liste.',
    removeKey: (name: string) => `Schlüssel streichen: ${name}`,
    keyRemoved: 'Der Schlüssel ist gestrichen. Was installiert ist, bleibt.',
  },
  en: {
    keys: 'Keys that the town trusts',
    keysLead: 'Packages signed with one of these keys need no decision of their own.',
    noKeys: 'Your town does not trust any key yet.',
    noKeysHow: 'You receive the fingerprint from the town that hands on packages, on a second way: by phone or by letter.',
    keyName: 'Whose key is it?',
    keyNameMissing: 'Say whose key it is.',
    fingerprintHint: '64 characters, 0 to 9 and a to f. Spaces do not count.',
    fingerprintWrong: 'The fingerprint has 64 characters, 0 to 9 and a to f.',
    addKey: 'Add key',
    keyAdded: 'The key is added.',
    keyThere: 'This key stands in the list already.',
    removeKey: (name: string) => `Remove key: ${name}`,
    keyRemoved: 'The key is removed. What is installed stays.',
  },
})
