// The words of the pages that apologise.
import { words } from '../kernel/words.ts'

export const errorWords = words('errors', {
  de: {
    notFoundTitle: 'Diese Seite gibt es nicht',
    notFoundLead: 'Vielleicht ist die Adresse nicht ganz richtig, oder die Seite ist umgezogen. Suchen Sie, was Sie brauchen:',
    toStart: 'Zur Startseite',
    faultTitle: 'Das hat nicht geklappt',
    faultLead: 'Der Fehler liegt bei uns. Bitte laden Sie die Seite in ein paar Minuten noch einmal.',
    reference: 'Fehlernummer:',
    faultReport: 'Kommt der Fehler wieder? Nennen Sie uns diese Nummer. Dann finden wir die Ursache.',
    tooManyTitle: 'Das waren sehr viele Anfragen',
    tooManyLead: (seconds: number) =>
      seconds > 90
        ? `Bitte warten Sie ${Math.ceil(seconds / 60)}\u00a0Minuten und laden Sie die Seite dann noch einmal.`
        : `Bitte warten Sie ${seconds === 1 ? '1\u00a0Sekunde' : `${seconds}\u00a0Sekunden`} und laden Sie die Seite dann noch einmal.`,
    wrongTitle: 'So lässt sich diese Seite nicht öffnen',
    wrongLead: 'Ihr Browser hat etwas geschickt, das diese Seite nicht versteht. Beginnen Sie bitte noch einmal von vorn.',
  },
  en: {
    notFoundTitle: 'This page does not exist',
    notFoundLead: 'The address may not be quite right, or the page has moved. Search for what you need:',
    toStart: 'To the start page',
    faultTitle: 'That did not work',
    faultLead: 'The mistake is ours. Please load the page again in a few minutes.',
    reference: 'Error number:',
    faultReport: 'Does it happen again? Tell us this number, so that we can find the cause.',
    tooManyTitle: 'Those were a lot of requests',
    tooManyLead: (seconds: number) =>
      seconds > 90
        ? `Please wait ${Math.ceil(seconds / 60)}\u00a0minutes, then load the page again.`
        : `Please wait ${seconds === 1 ? '1\u00a0second' : `${seconds}\u00a0seconds`}, then load the page again.`,
    wrongTitle: 'This page cannot be opened like that',
    wrongLead: 'Your browser sent something this page does not understand. Please start again from the beginning.',
  },
  leicht: {
    notFoundLead: 'Vielleicht haben Sie sich vertippt. Suchen Sie hier:',
    faultLead: 'Wir haben einen Fehler gemacht. Bitte versuchen Sie es später noch einmal.',
  },
})
