// A message and its payload in one archive, named by the rules of the standard.
// @standard xdomea 3.1.0
import { openFile } from '../../../kernel/files.ts'
import type { House } from '../../../kernel/house.ts'
import type { Town } from '../../../kernel/town.ts'
import { writeZip } from '../../../standards/zip/write-zip.ts'
import { type Kind, messageFileName, type Receiver, type SentProcedure } from './model.ts'
import { writeMessage } from './write.ts'

const stadttor = '0.1'
/** What is packed at once in memory; larger ones are split by whoever chooses what is sent. */
export const mostBytes = 500 * 1_048_576

export class TooLargeToPack extends Error {
  override name = 'TooLargeToPack'
}

export type Packed = { name: string; content: Buffer }

/** @throws TooLargeToPack; Error where a content is missing: nothing is sent then that would be incomplete */
export async function packMessage(
  house: Pick<House, 'files'>,
  town: Town,
  kind: Kind,
  sent: { process: string; procedures: readonly SentProcedure[]; receiver: Receiver; unit: string },
  now: Date,
): Promise<Packed> {
  const { process, procedures, receiver, unit } = sent
  const sender = { institution: town.settings.officialName, unit }
  const xml = writeMessage(kind, { process, now, sender, receiver, stadttor }, procedures)
  const name = messageFileName(process, kind)
  const files = new Map<string, Buffer>([[`${name}.xml`, Buffer.from(xml)]])
  if (kind !== '0501') {
    let bytes = 0
    for (const { format } of procedures.flatMap(({ documents }) => documents.flatMap(({ versions }) => versions))) {
      const content = await openFile(house.files, town.dataKey, format.blob)
      if (!content) throw new Error(`The content of ${format.fileName} is missing.`)
      bytes += content.length
      if (bytes > mostBytes) throw new TooLargeToPack('This is more than can be packed at once.')
      files.set(format.fileName, content)
    }
  }
  return { name: `${name}.zip`, content: writeZip(files) }
}
