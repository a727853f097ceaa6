// A kept file as a download, answered by the module's own route: it alone knows who may have it.
import type { Actor } from '../actor.ts'
import { openStream } from '../files.ts'
import type { House } from '../house.ts'
import type { Town } from '../town.ts'
import { openUnchecked, quarantinesOf } from '../uploads/quarantine.ts'
import { type Answer, type NotFound, notFound, text } from './answer.ts'

/** A file as a row of a module speaks of it: where its content lies, and what people call it. */
export type KeptFile = { blob: string; name: string; mediaType: string }

type Place = { house: House; town: Town }

/** Always to be saved, never shown by the browser as a page of this town. Nothing for a file in quarantine. */
export async function sendBlob(place: Place, file: KeptFile): Promise<Answer | NotFound> {
  const closed = await place.town.read((db) => quarantinesOf(db, [file.blob]))
  return closed.has(file.blob) ? notFound : sendContent(place, file)
}

/**
 * A clerk opens a file in quarantine at their own risk; the audit has it before the first byte leaves. `object` is what the file belongs to:
 * `forms.submission/<id>`. Malware is sent to nobody.
 */
export async function sendUnchecked(
  place: Place,
  file: KeptFile,
  { actor, object }: { actor: Actor; object: string },
): Promise<Answer | NotFound> {
  return (await openUnchecked(place.town, { blob: file.blob, actor, object })) ? sendContent(place, file) : notFound
}

async function sendContent({ house, town }: Place, file: KeptFile): Promise<Answer | NotFound> {
  const opened = await openStream(house.files, town.dataKey, file.blob)
  if (!opened) return notFound
  const chunks = opened.chunks()[Symbol.asyncIterator]()
  // Before the headers: what cannot be read at all is a fault, and no half download.
  const first = await chunks.next()
  const rest = async function* () {
    if (!first.done) yield first.value
    try {
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
    } catch (fault) {
      house.log.fault('a file broke off while it was sent', fault, { town: town.key })
      throw fault
    }
  }
  return text(file.mediaType, '', {
    stream: { size: opened.size, chunks: rest() },
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
