// Visible texts of what was sent, for its sender: the receipt, its copy, and the page that checks it.
import { words } from '../../../kernel/words.ts'

export const receiptWords = words('forms-receipt', {
  de: {
    title: 'Eingangsbestätigung',
    arrived: 'Ihr Formular ist angekommen',
    number: 'Nr.',
    yes: 'Ja',
    no: 'Nein',
    agreed: 'Zugestimmt',
    leftOpen: (reason: string) => `Offen gelassen: ${reason}`,
    fromTo: (from: string, to: string) => `${from} bis ${to}`,
    letterSubject: (reference: string) => `Ihr Formular ist angekommen: ${reference}`,
    letterText: (title: string, reference: string, copy: string, url: string) =>
      `Guten Tag,\n\nIhr Formular „${title}“ ist bei uns angekommen. Ihre Eingangsnummer ist ${reference}.\n\nIhre Angaben:\n\n${copy}\n\nDie Eingangsbestätigung als Seite und als PDF:\n${url}`,
    seeReceipt: 'Ihre Angaben stehen in der Eingangsbestätigung.',
  },
  en: {
    title: 'Receipt',
    arrived: 'Your form has arrived',
    number: 'No.',
    yes: 'Yes',
    no: 'No',
    agreed: 'Agreed',
    leftOpen: (reason: string) => `Left open: ${reason}`,
    fromTo: (from: string, to: string) => `${from} to ${to}`,
    letterSubject: (reference: string) => `Your form has arrived: ${reference}`,
    letterText: (title: string, reference: string, copy: string, url: string) =>
      `Hello,\n\nyour form “${title}” has arrived. Your reference number is ${reference}.\n\nYour answers:\n\n${copy}\n\nThe receipt as a page and as a PDF:\n${url}`,
    seeReceipt: 'Your answers are in the receipt.',
  },
})
