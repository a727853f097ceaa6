// A small package and a room that takes its parts, for tests: the room keeps notes in a table of its own.
import { sql } from 'kysely'
import type { CheckPart, CurrentPart, InstallPart, PackagePart, TryPart } from '../../contracts/package-parts.ts'
import { type Module, offer } from '../../kernel/module.ts'
import type { TownSql } from '../../kernel/town.ts'
import type { Manifest, Parameter } from './manifest.ts'
import { problem } from './problems.ts'
import { type Files, readPackage, type ServicePackage } from './service-package.ts'

/** Run once as the owner of a test's database. */
export const notesTable = `CREATE SCHEMA notes;
  CREATE TABLE notes.note (town_id integer NOT NULL DEFAULT kernel.current_town(), key text, version integer, content text,
    PRIMARY KEY (town_id, key, version));
  ALTER TABLE notes.note ENABLE ROW LEVEL SECURITY;
  ALTER TABLE notes.note FORCE ROW LEVEL SECURITY;
  CREATE POLICY town ON notes.note USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
  GRANT USAGE ON SCHEMA notes TO stadttor_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON notes.note TO stadttor_app;`

type Note = { title: string; fee: string; unit?: string; lines?: { key: string; text: string }[] }

export async function newestNote(db: TownSql, key: string): Promise<{ version: number; content: string } | undefined> {
  const { rows } = await sql<{ version: number; content: string }>`SELECT version, content FROM notes.note
    WHERE key = ${key} ORDER BY version DESC LIMIT 1`.execute(db)
  return rows[0]
}

export const writeNote = (db: TownSql, key: string, version: number, content: string) =>
  sql`INSERT INTO notes.note (key, version, content) VALUES (${key}, ${version}, ${content})`.execute(db)

const titleProblems = ({ file, content }: PackagePart) =>
  ['', 'nothing'].includes((JSON.parse(content) as Note).title)
    ? [problem(file, '/title', 'Eine Notiz braucht einen Titel.', 'A note needs a title.')]
    : []

/** Takes parts of the kind `note`. `failsAt`: the key of a note that cannot be stored. */
export const notesRoom = ({ kind = 'note', failsAt = '' } = {}): Module => ({
  name: `room-of-${kind}`,
  officialName: 'Notizen',
  folder: '',
  offers: [
    offer<CheckPart>('check-package-part', 1, async (_town, { part }) =>
      part.kind === kind ? { problems: titleProblems(part) } : undefined,
    ),
    offer<InstallPart>('install-package-part', 1, async (_town, { db, part }) => {
      if (part.kind !== kind) return undefined
      if (part.key === failsAt) return { problems: [problem(part.file, '', 'Kein Platz mehr.', 'There is no room left.')] }
      const newest = await newestNote(db, part.key)
      if (newest?.content === part.content) return { version: newest.version, changed: false }
      const version = (newest?.version ?? 0) + 1
      await writeNote(db, part.key, version, part.content)
      return { version, changed: true }
    }),
    offer<TryPart>('try-package-part', 1, async (_town, { part, example }) => {
      if (part.kind !== kind) return undefined
      const { fee } = JSON.parse(part.content) as Note
      const passed = JSON.stringify({ fee }) === JSON.stringify(example.expected)
      return { passed, differences: passed ? [] : [`fee is ${fee}`] }
    }),
    offer<CurrentPart>('current-package-part', 1, async (_town, asked) =>
      asked.kind === kind ? newestNote(asked.db, asked.key) : undefined,
    ),
  ],
})

const both = (text: string) => ({ de: text, en: text })

export const feeParameter: Parameter = {
  key: 'fee',
  type: 'money',
  title: both('Gebühr'),
  default: '10.00',
  source: { example: true },
}

export const sampleManifest = (more: Partial<Manifest> = {}): Manifest => ({
  format: 'stadttor-package/1',
  id: 'sample-notes',
  version: '1.0.0',
  title: { de: 'Beispiel', en: 'Sample' },
  licence: 'EUPL-1.2',
  authors: ['Stadttor'],
  leika: [],
  fim: [],
  requires: { stadttor: '>=0.1', modules: [] },
  parts: [{ kind: 'note', key: 'first', file: 'first.json' }],
  parameters: [feeParameter],
  permissions: [],
  processing: {
    purpose: both('Beispiel'),
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
    subjects: both('niemand'),
    categories: both('keine'),
    recipients: both('niemand'),
    erasedAfter: both('sofort'),
  },
  retention: { text: both('nichts') },
  changelog: [{ version: more.version ?? '1.0.0', date: '2026-11-22', text: both('Anfang') }],
  ...more,
})

export const sampleNote = (note: Partial<Note> = {}): string =>
  JSON.stringify({ title: 'Notiz', fee: '{{fee}}', lines: [{ key: 'a', text: 'erste Zeile' }], ...note }, null, 2)

/** Files of a package; texts in `more` replace or add, `undefined` takes away. */
export function sampleFiles(
  manifest: Partial<Manifest> = {},
  more: Readonly<Record<string, string | Buffer | undefined>> = {},
): Files {
  const made: Record<string, string | Buffer | undefined> = {
    'manifest.json': JSON.stringify(sampleManifest(manifest)),
    'first.json': sampleNote(),
    'examples/fee.json': JSON.stringify({ name: 'Die Gebühr', part: 'note:first', given: {}, expected: { fee: '10.00' } }),
    ...more,
  }
  return new Map(
    Object.entries(made).flatMap(([name, content]) =>
      content === undefined ? [] : [[name, typeof content === 'string' ? Buffer.from(content) : content]],
    ),
  )
}

export function samplePackage(manifest?: Partial<Manifest>, more?: Readonly<Record<string, string>>): ServicePackage {
  const read = readPackage(sampleFiles(manifest, more))
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  return read.package
}
