// Kinds of cases as parts of service packages: checked against the other parts, stored as versions.
import type { CheckPart, InstallPart } from '../../../contracts/package-parts.ts'
import type { Writing } from '../case.ts'
import { readCaseType } from './read-type.ts'
import { storeType } from './type.ts'

const own = 'case-type'

export function checkPart({ part, all }: CheckPart['input']): CheckPart['answer'] {
  if (part.kind !== own) return undefined
  const read = readCaseType(part, all)
  if ('problems' in read) return read
  const { key } = read.type
  if (key === part.key) return { problems: [] }
  const message = {
    de: `Der Schlüssel ist „${key}“, im Paket steht „${part.key}“.`,
    en: `The key is "${key}", the package says "${part.key}".`,
  }
  return { problems: [{ file: part.file, at: '/key', message }] }
}

export async function installPart({ db, part, origin, unit, by, now }: InstallPart['input']): Promise<InstallPart['answer']> {
  if (part.kind !== own) return undefined
  const read = readCaseType(part, undefined)
  if ('problems' in read) return read
  return storeType(db as unknown as Writing, { type: read.type, unit, origin: `${origin.id} ${origin.version}`, by, now })
}
