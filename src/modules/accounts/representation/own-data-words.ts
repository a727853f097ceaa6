// The words in which representation tells a person what it holds about them.
import { words } from '../../../kernel/words.ts'

export const ownDataWords = words('accounts.representation-data', {
  de: {
    purpose: 'festhalten, wer für wen handeln darf und was dabei geschah',
    kept: 'bis Sie Ihr Konto löschen',
    representsOrganisation: 'Sie vertreten eine Firma oder einen Verein',
    representsPerson: 'Sie vertreten eine Person',
    isRepresented: 'Jemand vertritt Sie',
    assisted: 'Hilfe am Schalter und am Telefon',
    identity: 'So haben wir geprüft, wer Sie sind',
    powers: 'Vertretungen und Vollmachten',
    acts: 'Liste dessen, was andere für Sie getan haben',
  },
  en: {
    purpose: 'recording who may act for whom and what was done',
    kept: 'until you delete your account',
    representsOrganisation: 'You represent a company or an association',
    representsPerson: 'You represent a person',
    isRepresented: 'Somebody represents you',
    assisted: 'Help at the counter and by phone',
    identity: 'How we checked who you are',
    powers: 'Representations and powers of attorney',
    acts: 'List of what others did for you',
  },
})
