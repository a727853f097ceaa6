// Which kinds of files a question takes, from how its form names them.
import { type FileKind, fileKinds } from '../../../kernel/uploads/kinds.ts'

const usual: readonly FileKind[] = ['pdf', 'jpeg', 'png', 'webp']
const all = Object.keys(fileKinds) as FileKind[]

/** A form names kinds as `pdf`, `.pdf`, `application/pdf` or `image/*`; without any: papers and pictures. */
export function acceptedKinds(accept: readonly string[] | undefined): readonly FileKind[] {
  if (!accept || accept.length === 0) return usual
  const fits = (kind: FileKind, name: string): boolean => {
    const { mediaType, extensions } = fileKinds[kind]
    const plain = name.toLowerCase().replace(/^\./, '')
    return (
      plain === kind ||
      extensions.includes(plain) ||
      mediaType.split(';')[0] === plain ||
      ((plain === 'image' || plain === 'image/*') && mediaType.startsWith('image/'))
    )
  }
  const kinds = all.filter((kind) => accept.some((name) => fits(kind, name)))
  return kinds.length > 0 ? kinds : usual
}

export const takenKinds = (accept: readonly string[] | undefined): string =>
  acceptedKinds(accept)
    .map((kind) => fileKinds[kind].label)
    .join(', ')

/** For the file dialogue. */
export const acceptOf = (accept: readonly string[] | undefined): string =>
  acceptedKinds(accept)
    .flatMap((kind) => fileKinds[kind].extensions.map((ending) => `.${ending}`))
    .join(',')
