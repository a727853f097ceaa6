// Visible texts of the kinds of filing errors.
import { words } from '../../../kernel/words.ts'

export const taskWords = words('records-tasks', {
  de: {
    'task-plan-missing': 'Eintrag im Aktenplan fehlt',
    'task-plan-closed': 'Eintrag im Aktenplan ist geschlossen',
    'task-unit-missing': 'Stelle gibt es nicht',
    'task-procedure-closed': 'Dokument kam nach dem Abschluss',
    'task-procedure-gone': 'Vorgang nimmt nichts mehr an',
    'task-retention-missing': 'Aufbewahrung fehlt',
    'task-file-missing': 'Akte fehlt',
    'means-plan-missing':
      'Der Vorgang ist sicher gespeichert, aber sein Eintrag steht nicht im Aktenplan. Nennen Sie den richtigen.',
    'means-plan-closed':
      'Der Vorgang ist sicher gespeichert, aber sein Eintrag nimmt nichts Neues mehr an. Nennen Sie einen anderen.',
    'means-unit-missing': 'Die Stelle aus dem Antrag gibt es nicht. Der Vorgang liegt deshalb bei der Stadt.',
    'means-procedure-closed':
      'Ein Dokument kam, als der Vorgang schon abgeschlossen war. Es liegt im Vorgang. Entscheiden Sie, ob er wieder geöffnet wird.',
    'means-procedure-gone': 'Der Vorgang wurde storniert, abgegeben oder vernichtet. Das Dokument liegt im Posteingang.',
    'means-retention-missing': 'Weder der Aktenplan noch der Absender nennt eine Frist. Ohne Frist wird nichts ausgesondert.',
    'means-file-missing': 'Der Vorgang gehört zu keiner Akte.',
  },
  en: {
    'task-plan-missing': 'Entry of the filing plan is missing',
    'task-plan-closed': 'Entry of the filing plan is closed',
    'task-unit-missing': 'There is no such unit',
    'task-procedure-closed': 'A document came after the closing',
    'task-procedure-gone': 'The procedure takes nothing more',
    'task-retention-missing': 'Retention is missing',
    'task-file-missing': 'File is missing',
    'means-plan-missing': 'The procedure is stored safely, but its entry is not in the filing plan. Name the right one.',
    'means-plan-closed': 'The procedure is stored safely, but its entry takes nothing new. Name another one.',
    'means-unit-missing': 'The unit of the application does not exist. So the procedure lies with the town.',
    'means-procedure-closed':
      'A document came when the procedure was closed already. It lies in the procedure. Decide whether it is opened again.',
    'means-procedure-gone': 'The procedure was cancelled, handed over or destroyed. The document lies in the post basket.',
    'means-retention-missing': 'Neither the filing plan nor the sender names a period. Without one nothing is disposed of.',
    'means-file-missing': 'The procedure belongs to no file.',
  },
})
