// Steps in the builder as people read them in the history and in the notice about two editors.
import { formatDay, formatTime } from '../../../design/format.ts'
import { dayInBerlin } from '../../../kernel/http/visit.ts'
import { type Reader, words } from '../../../kernel/words.ts'
import { type Action, actions } from './actions.ts'
import type { Change } from './working-copy.ts'

export const actionWords = words('forms-actions', {
  de: {
    imported: 'Importiert',
    undone: 'Zurückgenommen',
    form: 'Formular geändert',
    'page-added': 'Seite hinzugefügt',
    'page-changed': 'Seite geändert',
    'page-moved': 'Seite verschoben',
    'page-removed': 'Seite entfernt',
    'item-added': 'Hinzugefügt',
    'item-changed': 'Frage geändert',
    'item-moved': 'Frage verschoben',
    'item-removed': 'Entfernt',
    renamed: 'Technischer Name geändert',
    rule: 'Bedingung geändert',
    exit: 'Ausgang geändert',
    calculation: 'Berechnung geändert',
    check: 'Prüfung geändert',
    fee: 'Gebühr geändert',
    papers: 'Angaben zum Formular geändert',
    languages: 'Übersetzung geändert',
    list: 'Liste geändert',
    example: 'Beispiel geändert',
    'block-added': 'Baustein eingefügt',
    task: 'Aufgabe aus dem Import erledigt',
    'version-taken': 'Frühere Fassung zurückgeholt',
  },
  en: {
    imported: 'Imported',
    undone: 'Taken back',
    form: 'Form changed',
    'page-added': 'Page added',
    'page-changed': 'Page changed',
    'page-moved': 'Page moved',
    'page-removed': 'Page removed',
    'item-added': 'Added',
    'item-changed': 'Question changed',
    'item-moved': 'Question moved',
    'item-removed': 'Removed',
    renamed: 'Technical name changed',
    rule: 'Condition changed',
    exit: 'Exit changed',
    calculation: 'Calculation changed',
    check: 'Check changed',
    fee: 'Fee changed',
    papers: 'Details of the form changed',
    languages: 'Translation changed',
    list: 'List changed',
    example: 'Example changed',
    'block-added': 'Block inserted',
    task: 'Task of the import done',
    'version-taken': 'Earlier version brought back',
  },
})

export const momentOf = (reader: Reader, at: Date): string =>
  `${formatDay(reader.language, dayInBerlin(at))}, ${formatTime(reader, at)}`

export const actionWord = (reader: Reader, action: string): string =>
  actions.includes(action as Action) ? actionWords(reader)[action as Action] : action

export const changeLine = (reader: Reader, { action, label, at }: Change): string =>
  `${actionWord(reader, action)}${label ? `: ${label}` : ''} (${momentOf(reader, at)})`
