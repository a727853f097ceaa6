// The addresses where a draft is looked through and published, and where versions are taken back.
import { formatDay } from '../../../design/format.ts'
import type { Access } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { dayInBerlin, linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { deskPath, idIn } from './desk-address.ts'
import { differencesOf } from './differences.ts'
import { type Opened, openThing, passDraft } from './draft.ts'
import { fieldWords, labelOf } from './field-words.ts'
import { findField, languageOf } from './fields.ts'
import { listVersions, namesOfEditors, type Version } from './history.ts'
import { asksForFourEyes, publishDraft, type Refusal, undoVersion } from './publish.ts'
import { type DifferenceView, HistoryPage, ReleasePage, type ReleaseView, type VersionView } from './release-pages.tsx'
import type { EditedNoun } from './tables.ts'
import { type EditorWords, editorWords } from './words.ts'

const publishing = 'catalogue.texts.publish'

export function releaseRoutes(on: Routes, noun: EditedNoun, base: string, who: Access): void {
  on.page(`${base}/release`, who, {}, (visit) => showRelease(visit, noun))
  on.form(`${base}/release`, who, {}, (visit, input) => release(visit, noun, input))
  on.page(`${base}/history`, who, {}, (visit) => showHistory(visit, noun))
  on.form(`${base}/undo`, who, {}, (visit, input) => undo(visit, noun, input))
}

export function labelFor(visit: Visit, noun: EditedNoun, path: string): string {
  const field = findField(noun, path)
  if (!field) return path
  const language = languageOf(field)
  const text = editorWords(visit)
  const label = labelOf(fieldWords(visit), field.name)
  return language === 'en' || language === 'leicht' ? `${label} (${text[`part${language}`]})` : label
}

const shownChoice = (visit: Visit, noun: EditedNoun, path: string, value: string): string =>
  path === 'status' && (value === 'published' || value === 'retired' || value === 'draft')
    ? editorWords(visit)[value]
    : findField(noun, path)?.kind === 'choice' && (value === 'yes' || value === 'no')
      ? editorWords(visit)[value]
      : value

function differencesIn(
  visit: Visit,
  noun: EditedNoun,
  changes: readonly { field: string; before: string; after: string }[],
): DifferenceView[] {
  return changes
    .filter(({ before, after }) => before !== after)
    .map(({ field, before, after }) => ({
      label: labelFor(visit, noun, field),
      pieces: differencesOf(shownChoice(visit, noun, field, before), shownChoice(visit, noun, field, after)),
    }))
}

const draftChanges = ({ thing, draft }: Opened) =>
  Object.entries(draft?.fields ?? {}).flatMap(([field, text]) => {
    const value = thing.values[field]
    return value ? [{ field, before: value.typed, after: text ?? value.imported }] : []
  })

async function showRelease(
  visit: Visit,
  noun: EditedNoun,
  shown: { said?: ReleaseView['said']; status?: number; noteProblem?: string } = {},
): Promise<Answer | NotFound> {
  const { town, person, frame, query } = visit
  const id = idIn(noun, visit)
  const opened = await openThing(town, noun, id)
  if (!opened || !person) return notFound
  const text = editorWords(visit)
  const { thing, draft } = opened
  const url = linkTo(visit, deskPath(noun, id))
  const mayPublish = person.permissions.has(publishing)
  const same = asksForFourEyes(town) && draft?.editors.includes(person.personId)
  const said =
    shown.said ??
    (query.done === 'asked'
      ? { text: text.askedRelease, tone: 'ok' as const }
      : query.done === 'undone'
        ? { text: text.undoneDraft, tone: 'ok' as const }
        : undefined)
  const view: ReleaseView = {
    title: thing.title || text[noun],
    url,
    back: { label: text.edit, url },
    differences: differencesIn(visit, noun, draftChanges(opened)),
    seen: draft?.changedAt.getTime() ?? 0,
    waiting: draft?.state === 'waiting',
    note: draft?.note ?? '',
    mayPublish,
    hindrance: draft === undefined ? undefined : !mayPublish ? 'permission' : same ? 'same-person' : undefined,
    hasPreview: noun !== 'synonyms',
    said,
    noteProblem: shown.noteProblem,
  }
  return page(<ReleasePage frame={frame} view={view} />, { status: shown.status ?? 200 })
}

const refusalText = (text: EditorWords, refused: Refusal): string =>
  refused === 'same-person' ? text.refusedsamePerson : text[`refused${refused}`]

async function release(visit: Visit, noun: EditedNoun, input: FormInput): Promise<Answer | NotFound> {
  const { town, person, now } = visit
  const id = idIn(noun, visit)
  const url = linkTo(visit, deskPath(noun, id))
  const note = input.value('note').slice(0, 500)
  const text = editorWords(visit)
  const go = input.value('go')
  if (!person) return notFound
  if (go === 'ask') {
    const passed = await passDraft(town, noun, id, { state: 'waiting', note })
    return passed
      ? seeOther(`${url}/release?done=asked`)
      : showRelease(visit, noun, { said: { text: text.refusednone, tone: 'bad' }, status: 409 })
  }
  if (!person.permissions.has(publishing))
    return showRelease(visit, noun, { said: { text: text.noPermission, tone: 'bad' }, status: 409 })
  if (go === 'return') {
    if (note === '') return showRelease(visit, noun, { noteProblem: text.noteNeeded, status: 422 })
    await passDraft(town, noun, id, { state: 'open', note })
    return seeOther(`${url}?done=returned`)
  }
  if (go !== 'publish') return showRelease(visit, noun)
  const seen = /^\d{1,15}$/.test(input.value('seen')) ? Number(input.value('seen')) : undefined
  const done = await publishDraft(town, noun, id, { person: person.personId, seen, note, now })
  if ('refused' in done)
    return showRelease(visit, noun, { said: { text: refusalText(text, done.refused), tone: 'bad' }, status: 409 })
  if ('wrong' in done) return seeOther(`${url}?part=${[...done.wrong.keys()][0]?.split('.')[0] ?? 'de'}`)
  return seeOther(`${url}/history?done=${done.number}`)
}

async function showHistory(
  visit: Visit,
  noun: EditedNoun,
  shown: { said?: ReleaseView['said']; status?: number } = {},
): Promise<Answer | NotFound> {
  const { town, person, query, frame } = visit
  const id = idIn(noun, visit)
  const opened = await openThing(town, noun, id)
  if (!opened || !person) return notFound
  const text = editorWords(visit)
  const versions = await listVersions(town, noun, id)
  const names = query.names === '1' ? await namesOfEditors(town, person.personId, versions) : undefined
  const url = linkTo(visit, deskPath(noun, id))
  const others = versions.some(({ editors, publisher }) => [...editors, publisher].some((one) => one !== person.personId))
  const done = /^\d{1,6}$/.test(query.done ?? '')
    ? { text: text.isPublished(Number(query.done)), tone: 'ok' as const }
    : undefined
  const view = {
    title: opened.thing.title || text[noun],
    url,
    back: { label: text.edit, url },
    versions: versions.map((version) => versionView(visit, noun, version, names)),
    namesUrl: others && !names ? `${url}/history?names=1` : undefined,
    said: shown.said ?? done,
  }
  return page(<HistoryPage frame={frame} view={view} />, { status: shown.status ?? 200 })
}

function versionView(
  visit: Visit,
  noun: EditedNoun,
  version: Version,
  names: ReadonlyMap<string, string> | undefined,
): VersionView {
  const text = editorWords(visit)
  const own = visit.person?.personId
  const called = (id: string): string => (id === own ? text.you : (names?.get(id) ?? text.colleague))
  const { number, at, editors, publisher, changes, note, undoes } = version
  const time = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', hour: 'numeric', minute: '2-digit' }).format(at)
  const differences = differencesIn(visit, noun, changes)
  return {
    number,
    when: `${formatDay(visit.language, dayInBerlin(at))}, ${time}`,
    by: [...new Set(editors.map(called))].join(', '),
    releasedBy: editors.length === 1 && editors[0] === publisher ? undefined : called(publisher),
    note,
    undoes,
    differences,
    mayUndo: differences.length > 0,
  }
}

async function undo(visit: Visit, noun: EditedNoun, input: FormInput): Promise<Answer | NotFound> {
  const { town, person, now } = visit
  const id = idIn(noun, visit)
  const text = editorWords(visit)
  const number = input.value('number')
  if (!/^[1-9]\d{0,6}$/.test(number) || !person) return notFound
  const done = await undoVersion(town, noun, id, { number: Number(number), person: person.personId, now })
  if (done === 'none') return notFound
  if (done === 'drafted') return seeOther(`${linkTo(visit, deskPath(noun, id))}/release?done=undone`)
  const said = { text: done === 'draft-open' ? text.undoDraftOpen : text.undoNothing, tone: 'bad' as const }
  return showHistory(visit, noun, { said, status: 409 })
}
