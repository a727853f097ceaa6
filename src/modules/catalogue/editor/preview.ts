// The real page, drawn from a draft: the draft is written into a transaction that is never committed.
import type { Town, WriteDb } from '../../../kernel/town.ts'
import type { Reader } from '../../../kernel/words.ts'
import { type FoundOffice, readOfficeView } from '../office.ts'
import { type FoundService, readServiceView } from '../service.ts'
import { type FoundSituation, readSituationView } from '../situation.ts'
import { type FoundTopic, readTopicView } from '../topic.ts'
import { applyTyped } from './apply.ts'
import { findDraft } from './draft.ts'
import { factValues } from './shared-fact.ts'
import type { EditedNoun, EditorTables, Typed } from './tables.ts'
import { findThing } from './thing.ts'

export type Previewed =
  | { noun: 'service'; found: FoundService }
  | { noun: 'office'; found: FoundOffice }
  | { noun: 'topic'; found: FoundTopic }
  | { noun: 'situation'; kind: 'life' | 'business'; found: FoundSituation }

/** Ends the transaction with what it would have shown. */
class PreviewOver extends Error {
  readonly shown: Previewed | undefined
  constructor(shown: Previewed | undefined) {
    super('preview')
    this.shown = shown
  }
}

/** Undefined when there is no such thing; `incomplete` when nothing can be shown of it yet. */
export async function previewOf(
  town: Town,
  noun: Exclude<EditedNoun, 'synonyms'>,
  id: number,
  reader: Reader,
  now: Date,
): Promise<Previewed | 'incomplete' | undefined> {
  try {
    return await town.write(async (db: WriteDb<EditorTables>) => {
      const thing = await findThing(db, noun, id, true)
      if (!thing) return undefined
      const draft = await findDraft(db, noun, id)
      const typed: Typed = { ...draft?.fields, status: 'published' }
      const applied = await applyTyped(db, thing, typed, await factValues(db), now, true)
      if ('wrong' in applied) return 'incomplete'
      throw new PreviewOver(await shownOf(db, noun, id, thing.kind ?? 'life', { ...reader, demo: town.settings.demo }))
    })
  } catch (fault) {
    if (fault instanceof PreviewOver) return fault.shown ?? 'incomplete'
    throw fault
  }
}

async function shownOf(
  db: WriteDb<EditorTables>,
  noun: Exclude<EditedNoun, 'synonyms'>,
  id: number,
  kind: 'life' | 'business',
  reader: Reader & { demo: boolean },
): Promise<Previewed | undefined> {
  if (noun === 'service') {
    const found = await readServiceView(db, id, reader)
    return found && { noun, found }
  }
  if (noun === 'office') {
    const found = await readOfficeView(db, id, reader)
    return found && { noun, found }
  }
  if (noun === 'topic') {
    const found = await readTopicView(db, id, reader)
    return found && { noun, found }
  }
  const found = await readSituationView(db as never, kind, id, reader)
  return found && { noun, kind, found }
}
