// What people read when a file cannot be taken: which file, what is wrong, what to do.
import { words } from '../words.ts'

export const uploadWords = words('uploads', {
  de: {
    empty: (file: string) => `Die Datei „${file}“ ist leer. Bitte wählen Sie eine andere.`,
    tooLarge: (file: string, size: string) => `Die Datei „${file}“ ist größer als ${size}. Bitte wählen Sie eine kleinere.`,
    tooMany: (file: string, most: number) =>
      `Die Datei „${file}“ ist zu viel. Sie können hier höchstens ${most === 1 ? 'eine Datei' : `${most} Dateien`} senden.`,
    kind: (file: string, kinds: string) =>
      `Die Datei „${file}“ ist von einer Art, die wir hier nicht annehmen. Möglich sind: ${kinds}.`,
    heic: (file: string, kinds: string) =>
      `Das Foto „${file}“ ist im Format HEIC gespeichert, das wir nicht lesen können. Möglich sind: ${kinds}.`,
    damaged: (file: string) => `Die Datei „${file}“ ist beschädigt oder unvollständig. Bitte speichern Sie sie noch einmal neu.`,
    pdfLocked: (file: string) =>
      `Die Datei „${file}“ ist mit einem Passwort oder einem Schutz gesichert. Bitte speichern Sie sie ohne Schutz.`,
    pdfActive: (file: string) =>
      `Die Datei „${file}“ enthält Programme oder angehängte Dateien. Bitte drucken Sie sie in eine neue PDF-Datei und senden Sie diese.`,
    tooManyPixels: (file: string) => `Das Bild „${file}“ hat mehr als 64 Millionen Bildpunkte. Bitte verkleinern Sie es.`,
    notUtf8: (file: string) => `Der Text in „${file}“ ist nicht in der Kodierung UTF-8 gespeichert. Bitte speichern Sie ihn so.`,
    macros: (file: string) => `Die Datei „${file}“ enthält Makros oder eingebettete Objekte. Bitte speichern Sie sie ohne diese.`,
    bomb: (file: string) => `Die Datei „${file}“ wird beim Entpacken übermäßig groß. Bitte senden Sie die Dateien einzeln.`,
    linked: (file: string) =>
      `Die Datei „${file}“ lädt beim Öffnen Inhalte von anderen Orten nach. Bitte senden Sie sie als PDF.`,
    malware: (file: string) => `In der Datei „${file}“ wurde Schadsoftware gefunden. Wir haben sie nicht angenommen.`,
    notScanned: (file: string) =>
      `Die Datei „${file}“ kann gerade nicht auf Schadsoftware geprüft werden. Bitte versuchen Sie es später noch einmal.`,
    busy: (file: string) =>
      `Die Datei „${file}“ konnten wir nicht annehmen, weil gerade sehr viele Dateien ankommen. Bitte versuchen Sie es in einigen Minuten noch einmal.`,
    slow: 'Die Übertragung hat zu lange gedauert. Bitte senden Sie weniger oder kleinere Dateien.',
    chooseAgain: 'Während der Anmeldung konnten wir Ihre Datei nicht aufheben. Bitte wählen Sie sie noch einmal aus.',
    megabytes: (count: string) => `${count} MB`,
    arriving: 'noch nicht ganz angekommen',
    checking: 'wird geprüft',
    quarantined: 'angekommen; wird im Amt geprüft, bevor sie jemand öffnet',
    quarantinedLocked: 'angekommen; mit Passwort gesichert, deshalb prüft sie das Amt, bevor sie jemand öffnet',
  },
  en: {
    empty: (file: string) => `The file “${file}” is empty. Please choose another one.`,
    tooLarge: (file: string, size: string) => `The file “${file}” is larger than ${size}. Please choose a smaller one.`,
    tooMany: (file: string, most: number) =>
      `The file “${file}” is too many. You can send ${most === 1 ? 'one file' : `${most} files`} here at most.`,
    kind: (file: string, kinds: string) => `The file “${file}” is of a kind we do not take here. You can send: ${kinds}.`,
    heic: (file: string, kinds: string) =>
      `The photo “${file}” is saved in the format HEIC, which we cannot read. You can send: ${kinds}.`,
    damaged: (file: string) => `The file “${file}” is damaged or incomplete. Please save it again.`,
    pdfLocked: (file: string) => `The file “${file}” is locked with a password or a protection. Please save it without one.`,
    pdfActive: (file: string) =>
      `The file “${file}” contains programs or attached files. Please print it to a new PDF file and send that one.`,
    tooManyPixels: (file: string) => `The picture “${file}” has more than 64 million pixels. Please make it smaller.`,
    notUtf8: (file: string) => `The text in “${file}” is not saved in the encoding UTF-8. Please save it this way.`,
    macros: (file: string) => `The file “${file}” contains macros or embedded objects. Please save it without them.`,
    bomb: (file: string) => `The file “${file}” becomes excessively large when unpacked. Please send the files one by one.`,
    linked: (file: string) => `The file “${file}” loads content from other places when it is opened. Please send it as a PDF.`,
    malware: (file: string) => `Malware was found in the file “${file}”. We have not taken it.`,
    notScanned: (file: string) => `The file “${file}” cannot be checked for malware at the moment. Please try again later.`,
    busy: (file: string) =>
      `We could not take the file “${file}” because very many files are arriving right now. Please try again in a few minutes.`,
    slow: 'The transfer took too long. Please send fewer or smaller files.',
    chooseAgain: 'We could not keep your file while you signed in. Please choose it again.',
    megabytes: (count: string) => `${count} MB`,
    arriving: 'not completely received yet',
    checking: 'is being checked',
    quarantined: 'received; the office checks it before anybody opens it',
    quarantinedLocked: 'received; secured with a password, so the office checks it before anybody opens it',
  },
})
