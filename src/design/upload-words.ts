// The words of the field that takes files, with and without the script.
import { words } from '../kernel/words.ts'

export const uploadFieldWords = words('upload-field', {
  de: {
    files: 'Ihre Dateien',
    drop: 'oder Dateien hierher ziehen',
    remove: 'Entfernen',
    cancel: 'Abbrechen',
    waits: 'wartet',
    progress: '{percent} % von {size} übertragen',
    paused: 'Die Verbindung ist unterbrochen. Es geht von selbst weiter, sobald sie wieder da ist.',
    checking: 'wird geprüft',
    done: 'angekommen',
    failed: 'Das hat nicht geklappt. Bitte wählen Sie die Datei noch einmal.',
    busy: 'Diese Datei wird gerade in einem anderen Fenster übertragen.',
    removed: 'entfernt',
    wait: 'Ihre Dateien werden noch übertragen. Bitte warten Sie einen Moment oder brechen Sie ab.',
    unfinished:
      'noch nicht ganz angekommen. Wählen Sie dieselbe Datei noch einmal, dann geht es dort weiter, wo es aufgehört hat.',
    megabytes: (count: string) => `${count} MB`,
    kilobytes: (count: string) => `${count} KB`,
  },
  en: {
    files: 'Your files',
    drop: 'or drag files here',
    remove: 'Remove',
    cancel: 'Cancel',
    waits: 'waiting',
    progress: '{percent} % of {size} sent',
    paused: 'The connection is interrupted. It goes on by itself as soon as it is back.',
    checking: 'is being checked',
    done: 'received',
    failed: 'That did not work. Please choose the file again.',
    busy: 'This file is being sent in another window right now.',
    removed: 'removed',
    wait: 'Your files are still being sent. Please wait a moment, or cancel.',
    unfinished: 'not completely received. Choose the same file again and it goes on where it stopped.',
    megabytes: (count: string) => `${count} MB`,
    kilobytes: (count: string) => `${count} KB`,
  },
})
