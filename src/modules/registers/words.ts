// Visible texts of this room.
import { words } from '../../kernel/words.ts'

export const registerWords = words('registers', {
  de: {
    title: 'Fragen an Beispielregister',
    purpose: 'Angaben in einem Antrag mit einem erfundenen Register vergleichen',
    population: 'Melderegister (Beispiel)',
    vehicles: 'Fahrzeugregister (Beispiel)',
    found: 'gefunden',
    notFound: 'nicht gefunden',
    keptYears: (years: number) => `${years} Jahre nach der Frage`,
    keptQuestions: (count: number) => (count === 1 ? 'Eine Frage an ein Register' : `${count} Fragen an Register`),
  },
  en: {
    title: 'Questions to example registers',
    purpose: 'To compare what stands in an application with an invented register',
    population: 'Population register (example)',
    vehicles: 'Vehicle register (example)',
    found: 'found',
    notFound: 'not found',
    keptYears: (years: number) => `${years} years after the question`,
    keptQuestions: (count: number) => (count === 1 ? 'One question to a register' : `${count} questions to registers`),
  },
})
