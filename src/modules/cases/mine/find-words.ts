// What residents read who look for an application without an account.
import { words } from '../../../kernel/words.ts'

export const findWords = words('cases-find', {
  de: {
    title: 'Antrag ohne Konto finden',
    lead: 'Haben Sie einen Antrag gestellt, ohne sich anzumelden? Mit der Vorgangsnummer sehen Sie, wie weit er ist.',
    reference: 'Vorgangsnummer',
    referenceHint: 'Sie steht auf Ihrer Eingangsbestätigung, zum Beispiel 7K3M-9QX2.',
    referenceWrong: (typed: string) =>
      typed === ''
        ? 'Bitte geben Sie die Vorgangsnummer ein.'
        : `Diese Nummer stimmt nicht. Bitte prüfen Sie alle 8 Zeichen. Sie haben „${typed}“ eingegeben.`,
    send: 'Code schicken',
    wait: 'Von hier kamen viele Anfragen. Bitte warten Sie eine Stunde.',
    codeTitle: 'Code eingeben',
    codeLead:
      'Gibt es zu dieser Nummer einen Antrag mit einer E-Mail-Adresse, ist ein Code dorthin unterwegs. Er gilt 60 Minuten.',
    codeNone: 'Kam nichts an? Dann wurde der Antrag mit einem Konto gestellt, oder es wurde keine E-Mail-Adresse angegeben.',
    code: 'Code aus der Nachricht',
    codeHint: '8 Ziffern',
    codeWrong: 'Dieser Code stimmt nicht oder gilt nicht mehr. Bitte prüfen Sie ihn, oder holen Sie einen neuen.',
    open: 'Antrag ansehen',
    anew: 'Mit einer anderen Nummer suchen',
    signIn: 'Mit Konto anmelden',
    foundUntil: 'Sie sehen den Antrag in diesem Browser 4 Stunden lang. Danach brauchen Sie einen neuen Code.',
  },
  en: {
    title: 'Find an application without an account',
    lead: 'Did you apply without signing in? With the reference you see how far your application is.',
    reference: 'Reference',
    referenceHint: 'It is on your confirmation of receipt, for example 7K3M-9QX2.',
    referenceWrong: (typed) =>
      typed === ''
        ? 'Please enter the reference.'
        : `This reference is not right. Please check all 8 characters. You entered "${typed}".`,
    send: 'Send the code',
    wait: 'There were many requests from here. Please wait an hour.',
    codeTitle: 'Enter the code',
    codeLead:
      'If there is an application with this reference and a mail address, a code is on its way there. It is valid for 60 minutes.',
    codeNone: 'Did nothing arrive? Then the application was made with an account, or without a mail address.',
    code: 'Code from the message',
    codeHint: '8 digits',
    codeWrong: 'This code is not right or no longer valid. Please check it, or get a new one.',
    open: 'See the application',
    anew: 'Search with another reference',
    signIn: 'Sign in with an account',
    foundUntil: 'You see the application in this browser for 4 hours. After that you need a new code.',
  },
})
