// Addresses of the list of packages, of taking one from a file, and of the keys.
import { staff } from '../../../kernel/access.ts'
import { staffActor } from '../../../kernel/actor.ts'
import { type Answer, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type Problem as FieldProblem, type FormInput, fileField, readForm } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { keepArchive, listInstalled } from '../installation.ts'
import type { Problem } from '../problems.ts'
import { archiveOf, filesOfZip, readPackage } from '../service-package.ts'
import { listShipped, readShipped, shippedFolder } from '../shipped.ts'
import { isFingerprint, plainFingerprint } from '../signature.ts'
import type { Reading, Writing } from '../tables.ts'
import { distrustKey, listTrusted, standingOf, trustKey } from '../trust.ts'
import { KeysPage } from './key-pages.tsx'
import { keyWords } from './key-words.ts'
import { type Available, PackagesPage, UploadPage } from './list-pages.tsx'
import { mayInstall, root } from './paths.ts'
import { packageWords } from './words.ts'

export function listRoutes(on: Routes): void {
  on.page(root, staff(mayInstall), {}, showList)
  on.page(`${root}/install`, staff(mayInstall), {}, ({ frame }) => page(<UploadPage frame={frame} problems={[]} faults={[]} />))
  on.form(
    `${root}/install`,
    staff(mayInstall),
    { perMinute: 20, uploads: { maxFiles: 1, maxBytesEach: 20 * 1_048_576, accept: ['zip'] } },
    takeFile,
  )
  on.form(`${root}/shipped/:id`, staff(mayInstall), {}, async (visit) => {
    const folder = shippedFolder(visit.house)
    const shipped = folder && listShipped(folder).find(({ id }) => id === visit.params.id)
    const found = shipped && readShipped(shipped)
    if (!found) return notFound
    await visit.town.write((db: Writing) => keepArchive(db, found.digest, archiveOf(found.files), visit.now))
    return seeOther(linkTo(visit, `${root}/offers/${found.digest}`))
  })
  on.page(`${root}/keys`, staff(mayInstall), {}, (visit) => showKeys(visit))
  on.form(`${root}/keys`, staff(mayInstall), {}, addKey)
  on.form(`${root}/keys/:fingerprint/remove`, staff(mayInstall), {}, async (visit) => {
    const { town, params } = visit
    const gone = await town.write((db: Writing) => distrustKey(db, params.fingerprint!, byStaff(visit)))
    return gone ? seeOther(linkTo(visit, `${root}/keys?done=removed`)) : notFound
  })
}

export const byStaff = ({ person, now }: Visit) => ({
  actor: staffActor(person!, mayInstall),
  by: person!.personId,
  now,
})

async function showList({ house, town, frame }: Visit): Promise<Answer> {
  const installed = await town.read((db: Reading) => listInstalled(db))
  const folder = shippedFolder(house)
  const available = (folder === undefined ? [] : listShipped(folder)).flatMap((shipped): Available[] => {
    const there = installed.find(({ package_id }) => package_id === shipped.id)
    if (there?.digest === shipped.digest) return []
    const found = readShipped(shipped)
    return found ? [{ manifest: found.manifest, installed: there?.version }] : []
  })
  return page(<PackagesPage frame={frame} installed={installed} available={available} />)
}

async function takeFile(visit: Visit, input: FormInput): Promise<Answer> {
  const { house, town, frame, now } = visit
  const text = packageWords(frame)
  const read = readForm(input, { files: fileField('file', { message: text.fileMissing }) })
  if ('problems' in read) return page(<UploadPage frame={frame} problems={read.problems} faults={[]} />, { status: 422 })
  const files = filesOfZip(read.values.files[0]!.content)
  const found = 'files' in files ? readPackage(files.files) : files
  const refused = (faults: readonly Problem[]) =>
    page(<UploadPage frame={frame} problems={[{ field: 'file', message: text.refusedFile }]} faults={faults} />, { status: 422 })
  if ('problems' in found) return refused(found.problems)
  const standing = await standingOf(house, town, found.package)
  if ('problems' in standing) return refused(standing.problems)
  const { digest, files: kept } = found.package
  await town.write((db: Writing) => keepArchive(db, digest, archiveOf(kept), now))
  return seeOther(linkTo(visit, `${root}/offers/${digest}`))
}

async function showKeys(
  visit: Visit,
  typed = { name: '', fingerprint: '' },
  problems: readonly FieldProblem[] = [],
): Promise<Answer> {
  const { town, frame, query } = visit
  const text = keyWords(frame)
  const keys = await town.read((db: Reading) => listTrusted(db))
  const said = query.done === 'added' ? text.keyAdded : query.done === 'removed' ? text.keyRemoved : undefined
  return page(<KeysPage frame={frame} keys={keys} typed={typed} problems={problems} said={said} />, {
    status: problems.length > 0 ? 422 : 200,
  })
}

async function addKey(visit: Visit, input: FormInput): Promise<Answer> {
  const { town, frame } = visit
  const text = keyWords(frame)
  const typed = { name: input.value('name').slice(0, 200), fingerprint: input.value('fingerprint') }
  const fingerprint = plainFingerprint(typed.fingerprint)
  const problems: FieldProblem[] = []
  if (typed.name === '') problems.push({ field: 'name', message: text.keyNameMissing })
  if (!isFingerprint(fingerprint)) problems.push({ field: 'fingerprint', message: text.fingerprintWrong })
  if (problems.length > 0) return showKeys(visit, typed, problems)
  const isNew = await town.write((db: Writing) => trustKey(db, { fingerprint, name: typed.name }, byStaff(visit)))
  return isNew
    ? seeOther(linkTo(visit, `${root}/keys?done=added`))
    : showKeys(visit, typed, [{ field: 'fingerprint', message: text.keyThere }])
}
