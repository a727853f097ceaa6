// A kept file as a download, answered by the module's own route: it alone knows who may have it.
import { openFile } from '../files.ts'
import type { House } from '../house.ts'
import type { Town } from '../town.ts'
import { type Answer, type NotFound, notFound, text } from './answer.ts'

/** A file as a row of a module speaks of it: where its content lies, and what people call it. */
export type KeptFile = { blob: string; name: string; mediaType: string }

/** Always to be saved, never shown by the browser as a page of this town. */
export async function sendBlob({ house, town }: { house: House; town: Town }, file: KeptFile): Promise<Answer | NotFound> {
  const content = await openFile(house.files, town.dataKey, file.blob)
  if (!content) return notFound
  return text(file.mediaType, content, {
    headers: {
      'content-disposition': attachmentNamed(file.name),
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store',
    },
  })
}

/** @standard RFC 6266 with RFC 8187 for letters beyond ASCII */
export function attachmentNamed(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/[^ -~]|["\\%]/g, '_')
  const exact = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`
}
