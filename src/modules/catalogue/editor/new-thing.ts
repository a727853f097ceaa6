// A new service, office, topic or situation: a number and a draft with its name; nobody sees it before it is published.
import { sql } from 'kysely'
import { newId } from '../../../kernel/ids.ts'
import type { Town, WriteDb } from '../../../kernel/town.ts'
import { takeNumbers } from '../import-things.ts'
import type { OfficeFacts, ServiceFacts } from '../record.ts'
import type { AuthorityFacts, TopicFacts } from '../tables.ts'
import { storeDraft } from './draft.ts'
import type { EditedNoun, EditorTables } from './tables.ts'

/** The source of what was made on the desk: no delivery ever names it, so none retires it. */
const source = 'desk'

const emptyService: ServiceFacts = {
  kind: 'service',
  audience: [],
  fees: [],
  deadlines: [],
  processingTimes: [],
  documents: [],
  legalBases: [],
  forms: [],
  links: [],
  channels: [],
  areas: [],
  validity: [],
  types: [],
  sdgAreas: [],
  classifications: [],
}

const emptyFacts: Record<
  'service' | 'office' | 'topic',
  (name: string) => ServiceFacts | OfficeFacts | TopicFacts | AuthorityFacts
> = {
  service: () => emptyService,
  office: (name) => ({ name: { de: name }, alternativeNames: [], openingHours: [], appointments: false }),
  topic: (name) => ({ name: { de: name }, navigation: true, rank: 1_000 }),
}

export const startThing = (
  town: Town,
  noun: Exclude<EditedNoun, 'synonyms'>,
  { name, person, now }: { name: string; person: string; now: Date },
): Promise<number> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    const id = await takeNumbers(db, noun, 1)
    if (noun === 'situation')
      await sql`INSERT INTO catalogue.situation (id, key, kind, name, status, position, by_editor)
        VALUES (${id}, ${`desk-${id}`}, 'life', ${JSON.stringify({ de: name })}, 'draft', 1000, '{status}')`.execute(db)
    else
      await sql`INSERT INTO ${sql.table(`catalogue.${noun}`)} (id, source, source_id, edited, status)
        VALUES (${id}, ${source}, ${newId(now)}, ${JSON.stringify(emptyFacts[noun](name))}, 'draft')`.execute(db)
    const fields = { [noun === 'service' ? 'de.title' : 'de.name']: name, status: 'published' }
    await storeDraft(db, noun, id, { fields, person, now, before: undefined })
    return id
  })
