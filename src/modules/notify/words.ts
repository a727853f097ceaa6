// The words of this room: its pages, and what it adds to messages.
import { words } from '../../kernel/words.ts'

export const notifyWords = words('notify', {
  de: {
    digestSubject: (count: number, town: string) => `${count} Nachrichten von ${town}`,
    digestLead: (count: number) => `Sie haben ${count} Nachrichten:`,
    demoTitle: 'Mails der Vorführung',
    demoLead: 'Diese Installation verschickt keine Mails. Was sie verschicken würde, steht hier.',
    demoNone: 'Noch keine Mail',
    demoNoneText: 'Fordern Sie zum Beispiel einen Code zum Anmelden an.',
    demoTo: (address: string) => `An: ${address}`,
  },
  en: {
    digestSubject: (count: number, town: string) => `${count} messages from ${town}`,
    digestLead: (count: number) => `You have ${count} messages:`,
    demoTitle: 'Mail of the demonstration',
    demoLead: 'This installation sends no mail. What it would send is shown here.',
    demoNone: 'No mail yet',
    demoNoneText: 'Ask for a sign-in code, for example.',
    demoTo: (address: string) => `To: ${address}`,
  },
})
