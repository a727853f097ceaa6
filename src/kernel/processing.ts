// Which personal data the ground itself processes, for the register of processing activities.
import type { Processing } from './module.ts'

/** @law Art. 30 Abs. 1 DSGVO */
export const kernelProcessing: readonly Processing[] = [
  {
    purpose: { de: 'Personen unterscheiden und ansprechen', en: 'Telling people apart and addressing them' },
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
    subjects: { de: 'Menschen mit Konto, Beschäftigte', en: 'People with an account, staff' },
    categories: { de: 'Name, Art der Person, Tag der Aufnahme', en: 'Name, kind of person, day of registration' },
    recipients: { de: 'zuständige Stellen der Stadt', en: 'competent offices of the town' },
    erasedAfter: {
      de: 'mit dem Konto, soweit kein Gesetz anderes verlangt',
      en: 'with the account, unless a law demands otherwise',
    },
  },
  {
    purpose: { de: 'Angemeldet bleiben', en: 'Staying signed in' },
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO, § 25 Abs. 2 Nr. 2 TDDDG',
    subjects: { de: 'Angemeldete Menschen, Beschäftigte', en: 'Signed-in people, staff' },
    categories: {
      de: 'Prüfwert der Sitzung, Vertrauensniveau, Gerät, Beginn und Ende',
      en: 'Check value of the session, assurance level, device, begin and end',
    },
    recipients: { de: 'keine', en: 'none' },
    erasedAfter: { de: '90 Tage nach dem Ende der Sitzung', en: '90 days after the end of the session' },
  },
  {
    purpose: { de: 'Zuständigkeiten und Rechte der Beschäftigten', en: 'Competences and rights of staff' },
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO, Art. 32 DSGVO',
    subjects: { de: 'Beschäftigte', en: 'Staff' },
    categories: { de: 'Stelle, Rolle, Rechte, Vertretung, Zeitraum', en: 'Unit, role, rights, deputy, period' },
    recipients: { de: 'Personen, die Rechte verwalten', en: 'Persons who administer rights' },
    erasedAfter: { de: 'noch ohne feste Frist: legt die Stadt fest', en: 'no fixed period yet: the town decides' },
  },
  {
    purpose: { de: 'Nachweis jedes Blicks in personenbezogene Daten', en: 'Proof of every look at personal data' },
    legalBasis: 'Art. 5 Abs. 2, Art. 15, Art. 32 DSGVO',
    subjects: { de: 'Alle, deren Daten angesehen werden; Beschäftigte', en: 'Everybody whose data is looked at; staff' },
    categories: {
      de: 'Wer, Stelle, Rolle, Zeit, Zweck, Rechtsgrundlage, Felder, Vorgang',
      en: 'Who, unit, role, time, purpose, legal basis, fields, matter',
    },
    recipients: { de: 'die Person selbst, Datenschutzbeauftragte', en: 'the person themselves, data protection officer' },
    erasedAfter: {
      de: 'nach der Zahl der Jahre, die die Stadt festlegt (looks.keepYears, sonst 3), täglich geprüft',
      en: 'after the number of years that the town sets (looks.keepYears, else 3), checked daily',
    },
  },
  {
    purpose: {
      de: 'Sicherheit: Anmeldungen, Rechte, Exporte, Löschungen nachweisen',
      en: 'Security: proof of sign-ins, rights, exports, erasures',
    },
    legalBasis: 'Art. 5 Abs. 1 Buchst. f, Art. 32 DSGVO',
    subjects: { de: 'Menschen mit Konto, Beschäftigte', en: 'People with an account, staff' },
    categories: { de: 'Kennungen, Zeit, Art des Ereignisses', en: 'Ids, time, kind of event' },
    recipients: { de: 'Datenschutzbeauftragte, IT-Sicherheit', en: 'data protection officer, IT security' },
    erasedAfter: {
      de: 'Kennungen nach der Zahl der Jahre, die die Stadt festlegt (audit.keepYears, sonst 3), täglich geprüft; Zeit und Art des Ereignisses bleiben',
      en: 'ids after the number of years that the town sets (audit.keepYears, else 3), checked daily; time and kind of event stay',
    },
  },
  {
    purpose: {
      de: 'Dateien annehmen, die zu einem Anliegen hochgeladen werden',
      en: 'Taking files that are uploaded for a matter',
    },
    legalBasis: 'Art. 6 Abs. 1 Buchst. e, Art. 32 DSGVO',
    subjects: { de: 'Menschen, die Dateien senden', en: 'People who send files' },
    categories: {
      de: 'Inhalt, Name und Bezeichnung der Datei (verschlüsselt), Größe, Ergebnis der Prüfung auf Schadsoftware',
      en: 'Content, name and label of the file (encrypted), size, result of the check for malware',
    },
    recipients: {
      de: 'die zuständige Stelle; zur Prüfung das Schutzprogramm der Stadt',
      en: "the competent office; for the check the town's scanner",
    },
    erasedAfter: {
      de: 'was nicht ganz ankam: nach 48 Stunden; sonst mit dem Entwurf oder Antrag, zu dem die Datei gehört',
      en: 'what did not arrive completely: after 48 hours; else with the draft or application that the file belongs to',
    },
  },
]
