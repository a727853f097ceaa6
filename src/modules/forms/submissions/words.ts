// Visible texts of what was sent, for its sender: the receipt, its copy, and the page that checks it.
import { words } from '../../../kernel/words.ts'

export const receiptWords = words('forms-receipt', {
  de: {
    title: 'Eingangsbestätigung',
    arrived: 'Ihr Formular ist angekommen',
    number: 'Nr.',
    page: (page: number, count: number) => `Seite ${page} von ${count}`,
    form: 'Formular',
    reference: 'Eingangsnummer',
    receivedAt: 'Eingegangen am',
    office: 'Zuständig',
    fee: 'Gebühr',
    next: 'Wie es weitergeht',
    contact: 'Fragen dazu',
    seal: 'Siegel',
    code: 'Prüfcode',
    sealMeans: (url: string) =>
      `Die Stadt hat gespeichert, was Sie gesendet haben, und diese Bestätigung mit ihrem Schlüssel unterschrieben. Ob sie unverändert ist, kann jeder prüfen: ${url}. Das ist ein Nachweis, aber kein qualifiziertes elektronisches Siegel.`,
    download: 'Als PDF speichern',
    keep: 'Heben Sie die Bestätigung auf. Nennen Sie die Eingangsnummer, wenn Sie uns schreiben oder anrufen.',
    noAccount: 'Sie sehen diese Seite nur in diesem Browser. Speichern Sie die Bestätigung als PDF.',
    inMailbox: 'Eine Kopie liegt in Ihrem Postfach.',
    erased: (when: string) => `Ihre Angaben wurden gelöscht: ${when}.`,
    fileName: (reference: string) => `Eingangsbestätigung ${reference}.pdf`,
    letterSubject: (reference: string) => `Ihr Formular ist angekommen: ${reference}`,
    letterText: (title: string, reference: string, copy: string, url: string) =>
      `Guten Tag,\n\nIhr Formular „${title}“ ist bei uns angekommen. Ihre Eingangsnummer ist ${reference}.\n\nIhre Angaben:\n\n${copy}\n\nDie Eingangsbestätigung als Seite und als PDF:\n${url}`,
    seeReceipt: 'Ihre Angaben stehen in der Eingangsbestätigung.',
  },
  en: {
    title: 'Receipt',
    arrived: 'Your form has arrived',
    number: 'No.',
    page: (page: number, count: number) => `Page ${page} of ${count}`,
    form: 'Form',
    reference: 'Reference number',
    receivedAt: 'Received on',
    office: 'Responsible office',
    fee: 'Fee',
    next: 'What happens next',
    contact: 'Questions about it',
    seal: 'Seal',
    code: 'Check code',
    sealMeans: (url: string) =>
      `The town has stored what you sent, and signed this receipt with its key. Anybody can check that it is unchanged: ${url}. This is evidence, but not a qualified electronic seal.`,
    download: 'Save as PDF',
    keep: 'Keep this receipt. Give the reference number when you write or call us.',
    noAccount: 'You can see this page in this browser only. Save the receipt as a PDF.',
    inMailbox: 'A copy is in your mailbox.',
    erased: (when: string) => `Your answers were erased: ${when}.`,
    fileName: (reference: string) => `Receipt ${reference}.pdf`,
    letterSubject: (reference: string) => `Your form has arrived: ${reference}`,
    letterText: (title: string, reference: string, copy: string, url: string) =>
      `Hello,\n\nyour form “${title}” has arrived. Your reference number is ${reference}.\n\nYour answers:\n\n${copy}\n\nThe receipt as a page and as a PDF:\n${url}`,
    seeReceipt: 'Your answers are in the receipt.',
  },
})
