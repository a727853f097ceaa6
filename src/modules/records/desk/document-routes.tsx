// The addresses of one document: shown, downloaded, checked out and in, cancelled.
import { mayIn, staff } from '../../../kernel/access.ts'
import type { Actor } from '../../../kernel/actor.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, fileField, type Problem, readForm, textField } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { sendBlob } from '../../../kernel/http/send-blob.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { cancelDocument, checkIn, checkOut, contentOf, type DocumentRefusal, release } from '../document.ts'
import { listHistory, note } from '../history.ts'
import { mayRead, mayRepair, mayWrite } from '../rights.ts'
import type { DocumentRow } from '../tables.ts'
import { type Db, openTexts } from '../text.ts'
import { DocumentPage } from './document-pages.tsx'
import { unitsOf } from './history-words.ts'
import { actorOf, findVisibleDocument, withDocument } from './look.ts'
import type { Said } from './parts.tsx'
import { root } from './paths.ts'
import { listVersions } from './procedure-view.ts'
import { namesOfUnits } from './units.ts'
import { oneFile } from './uploads.ts'
import { deskWords } from './words.ts'

const at = `${root}/documents/:id`

export function documentRoutes(on: Routes): void {
  on.page(at, staff(mayRead), {}, (visit) => showDocument(visit, { reason: '' }, []))
  on.file(`${at}/content`, staff(mayRead), {}, download)
  on.form(`${at}/check-out`, staff(mayWrite), {}, (visit) =>
    change(visit, 'Dokument zum Bearbeiten ausgecheckt', (db, { id }, actor) =>
      checkOut(db, id, visit.person!.personId, actor, visit.now),
    ),
  )
  on.form(`${at}/release`, staff(mayWrite), {}, (visit) =>
    change(visit, 'Auschecken eines Dokuments aufgehoben', (db, { id, unit }, actor) =>
      release(db, id, visit.person!.personId, mayIn(visit.person!, mayRepair, unit), actor, visit.now),
    ),
  )
  on.form(`${at}/check-in`, staff(mayWrite), { uploads: oneFile }, checkInFile)
  on.form(`${at}/cancel`, staff(mayWrite), {}, cancel)
}

const refusals = ['locked', 'not-yours', 'closed'] as const

async function showDocument(visit: Visit, typed: { reason: string }, problems: readonly Problem[]): Promise<Answer | NotFound> {
  const { town, person, params, query, frame } = visit
  const text = deskWords(visit)
  const looking = { town, person: person!, purpose: 'Dokument in der Akte angesehen' }
  const found = await withDocument(looking, params.id!, async (db, document) => {
    const [names, versions, history, procedure] = await Promise.all([
      openTexts(db, town, [document.id]),
      listVersions(db, document.id),
      listHistory(db, { document: document.id }),
      document.procedure_id === null
        ? undefined
        : db.selectFrom('records.procedure').select('state').where('id', '=', document.procedure_id).executeTakeFirst(),
    ])
    return {
      document,
      name: names.get(document.id) ?? document.title,
      versions,
      history,
      isOpen: procedure === undefined || procedure.state === 'open',
    }
  })
  if (!found) return notFound
  const writes = await findVisibleDocument({ town, person: person!, permission: mayWrite }, params.id!)
  const refused = refusals.find((one) => one === query.refused)
  const said: Said = refused
    ? { tone: 'warn', text: text[`refused-${refused}`] }
    : query.done
      ? { tone: 'ok', text: text.saved }
      : undefined
  const view = {
    ...found,
    names: await namesOfUnits(town, unitsOf(found.history)),
    mayChange: writes !== undefined && found.isOpen,
    mayBreak: mayIn(person!, mayRepair, found.document.unit),
  }
  return page(<DocumentPage {...{ frame, view, typed, problems, said }} person={person!.personId} />, {
    status: problems.length > 0 ? 422 : 200,
  })
}

/** Each download is a look at the person and stands in the history of the document. */
async function download(visit: Visit): Promise<Answer | NotFound> {
  const { house, town, person, params, query, now } = visit
  const wanted = /^\d{1,4}$/.test(query.version ?? '') ? Number(query.version) : undefined
  const looking = { town, person: person!, purpose: 'Dokument aus der Akte heruntergeladen' }
  const kept = await withDocument(looking, params.id!, async (db, document) => {
    const content = await contentOf(db, town, document, wanted)
    if (!content) return undefined
    const details = { number: wanted ?? document.versions }
    const actor = actorOf(person!, document.unit)
    await note(db, { what: 'downloaded', document: document.id, procedure: document.procedure_id, details }, actor, now)
    return content
  })
  return kept ? sendBlob({ house, town }, kept) : notFound
}

async function change(
  visit: Visit,
  purpose: string,
  work: (db: Db, document: DocumentRow, actor: Actor) => Promise<DocumentRefusal | 'done'>,
): Promise<Answer | NotFound> {
  const { town, person, params } = visit
  const looking = { town, person: person!, permission: mayWrite, purpose }
  const outcome = await withDocument(looking, params.id!, (db, document) => work(db, document, actorOf(person!, document.unit)))
  if (outcome === undefined || outcome === 'gone') return notFound
  const more = outcome === 'done' ? 'done=saved' : `refused=${outcome}`
  return seeOther(linkTo(visit, `${root}/documents/${params.id}?${more}`))
}

function checkInFile(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { house, town, person, now } = visit
  const read = readForm(input, { file: fileField('file', { message: deskWords(visit).filesMissing }) })
  if ('problems' in read) return showDocument(visit, { reason: '' }, read.problems)
  const [file] = read.values.file
  return change(visit, 'Neue Fassung eines Dokuments abgelegt', (db, { id }, actor) =>
    checkIn(house, town, db, id, file!, person!.personId, actor, now),
  )
}

async function cancel(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const text = deskWords(visit)
  const read = readForm(input, {
    reason: textField('reason', { atMost: 200, message: text.reasonMissing, tooLong: text.tooLong }),
  })
  if ('problems' in read) return showDocument(visit, { reason: input.value('reason') }, read.problems)
  return change(visit, 'Dokument in der Akte storniert', async (db, { id }, actor) =>
    (await cancelDocument(db, id, read.values.reason, actor, visit.now)) ? 'done' : 'closed',
  )
}
