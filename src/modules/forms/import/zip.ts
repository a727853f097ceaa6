// The files of a packed export, bounded: nothing is unpacked to the disk. @standard APPNOTE.TXT (ZIP) without ZIP64 and encryption.
import { readZip, ZipFault, type ZipFaultKind } from '../../../standards/zip/read-zip.ts'
import { Refused } from './refusal.ts'

const bounds = { files: 200, bytesEach: 40_000_000, bytes: 40_000_000 }

export const isZip = (content: Buffer): boolean => content.length > 22 && content.readUInt32LE(0) === 0x04034b50

const reasons: Partial<Record<ZipFaultKind, readonly [string, string]>> = {
  'too-many': ['Die ZIP-Datei enthält mehr als 200 Dateien.', 'The ZIP file holds more than 200 files.'],
  'too-large': ['Die ZIP-Datei ist ausgepackt größer als 40 MB.', 'The ZIP file is larger than 40 MB once unpacked.'],
  encrypted: ['Die ZIP-Datei ist verschlüsselt.', 'The ZIP file is encrypted.'],
  method: ['Die ZIP-Datei ist auf eine unbekannte Art gepackt.', 'The ZIP file is packed in an unknown way.'],
}

/** Content by name, folders left out. @throws Refused for what is damaged, encrypted, dangerous, or too large once unpacked */
export function unzip(content: Buffer): Map<string, Buffer> {
  try {
    return readZip(content, bounds)
  } catch (fault) {
    if (!(fault instanceof ZipFault)) throw fault
    const [de, en] = reasons[fault.kind] ?? ['Die ZIP-Datei ist beschädigt.', 'The ZIP file is damaged.']
    throw new Refused(de, en)
  }
}
