// Visible texts of the figures of cases.
import { words } from '../../../kernel/words.ts'

export const figureWords = words('cases-desk-figures', {
  de: {
    title: 'Auswertung',
    caption: 'Vorgänge Ihrer Stellen nach Art',
    kind: 'Art des Vorgangs',
    open: 'Offen',
    overdue: 'Davon überfällig',
    received: 'Eingegangen in 12 Monaten',
    closed: 'Abgeschlossen in 12 Monaten',
    median: 'Dauer (Mitte)',
    asked: 'Nachfragen je Vorgang',
    percent: (value: string) => `${value}\u00a0%`,
    days: (value: string) => `${value} Tage`,
    empty: 'Es gibt noch keine Vorgänge in Ihren Stellen',
    how: 'Dauer (Mitte): Die Hälfte der Vorgänge war schneller fertig. Unter fünf Vorgängen zeigen wir keine Dauer. Personen stehen hier nicht.',
  },
  en: {
    title: 'Figures',
    caption: 'Cases of your units by kind',
    kind: 'Kind of case',
    open: 'Open',
    overdue: 'Of these overdue',
    received: 'Received in 12 months',
    closed: 'Closed in 12 months',
    median: 'Duration (median)',
    asked: 'Questions per case',
    percent: (value: string) => `${value}\u00a0%`,
    days: (value: string) => `${value} days`,
    empty: 'There are no cases in your units yet',
    how: 'Duration (median): half of the cases were faster. Below five cases no duration is shown. No persons stand here.',
  },
})
