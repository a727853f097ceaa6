// The words of the personal part of the hall.
import { words } from '../../kernel/words.ts'

export const personalWords = words('hall.personal', {
  de: {
    title: 'Für Sie',
    tasks: (count: number) => (count === 1 ? 'Sie müssen etwas tun' : `Sie müssen ${count} Dinge tun`),
    until: (day: string) => `bis ${day}`,
    overdue: 'überfällig',
    nothing: 'Es wartet nichts auf Sie.',
    drafts: 'Angefangen',
    appointments: 'Termine',
    news: 'Neu',
    fitting: 'Das könnte passen',
    because: (reason: string) => `angezeigt, ${reason}`,
    notAnswering: (name: string) => `${name} antwortet gerade nicht. Alles andere steht hier. Laden Sie die Seite später neu.`,
    offersOn: 'Vorschläge richten sich nach Ihren Interessen.',
    offersOff: 'Vorschläge sind ausgeschaltet.',
    settings: 'Interessen und Vorschläge ändern',
  },
  en: {
    title: 'For you',
    tasks: (count: number) => (count === 1 ? 'There is something for you to do' : `There are ${count} things for you to do`),
    until: (day: string) => `until ${day}`,
    overdue: 'overdue',
    nothing: 'Nothing is waiting for you.',
    drafts: 'Begun',
    appointments: 'Appointments',
    news: 'New',
    fitting: 'This might fit',
    because: (reason: string) => `shown ${reason}`,
    notAnswering: (name: string) => `${name} is not answering at the moment. Everything else is here. Load the page again later.`,
    offersOn: 'Suggestions follow your interests.',
    offersOff: 'Suggestions are switched off.',
    settings: 'Change interests and suggestions',
  },
})
