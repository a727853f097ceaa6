// Matters as other rooms file them, and a plan to file them under; for tests and demonstrations.
import type { FileDocuments, FiledDocument } from '../../contracts/filing.ts'
import { keepBlob } from '../../kernel/blobs.ts'
import { giveRole } from '../../kernel/grants.ts'
import type { House } from '../../kernel/house.ts'
import { newId } from '../../kernel/ids.ts'
import { takeOrganisation } from '../../kernel/organisation.ts'
import { newReference } from '../../kernel/reference.ts'
import { saveRole } from '../../kernel/roles.ts'
import { openSession } from '../../kernel/sessions.ts'
import { saveStaff, staffLaw } from '../../kernel/staff.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import { legalBasis } from './person-offers.ts'
import { takePlan } from './plan/entry.ts'
import { readPlanCsv } from './plan/plan-csv.ts'
import type { Db } from './text.ts'

export const samplePlan = `number;title;years;law;appraisal
9;Finanzen;;;B
92;Steuern;10;§ 147 AO;B
9221;Hundesteuer;10;§ 147 AO;V
12;Verkehr;5;;V
00;Ehrungen;dauernd;;A`

export async function aPlan(town: Town, now: Date, csv = samplePlan) {
  const { lines } = readPlanCsv(csv)
  return town.write((db: Db) => takePlan(db, { lines, source: 'test' }, now))
}

export type SampleDocument = Partial<FiledDocument> & { content?: string }
export type SampleMatter = {
  person: string
  matter?: { kind: string; id: string }
  plan?: string
  unit?: string
  retention?: { years: number; law: string }
  secret?: boolean
  documents?: readonly SampleDocument[]
}

/** Files them as `cases` does: content kept, look logged, all in one transaction. */
export async function file(house: House, town: Town, sample: SampleMatter, now: Date): Promise<FileDocuments['answer']> {
  const { person, plan = '9221', unit = '/', retention, secret, documents = [{}] } = sample
  const matter = { kind: 'sample.case', id: newId(now), ...sample.matter, reference: newReference(), title: 'Hund anmelden' }
  const look = { subjects: [person], actor: { system: 'sample' }, purpose: 'Unterlagen abgelegt', legalBasis }
  return town.personal(look, async (db: Db) => {
    const filed: FiledDocument[] = []
    for (const { content = 'Guten Tag', ...own } of documents) {
      const mediaType = own.mediaType ?? 'text/plain; charset=utf-8'
      const bytes = Buffer.from(content)
      const blob = await keepBlob(town, db, house.files, bytes, mediaType)
      filed.push({
        ...{ key: newId(now), name: 'Antrag Erika Muster.txt', title: 'Antrag', direction: 'incoming', at: now },
        ...own,
        ...{ blob, mediaType, size: bytes.length },
      })
    }
    const asked = {
      db: db as TownSql,
      matter,
      subject: person,
      unit,
      plan,
      documents: filed,
      now,
      ...(retention && { retention }),
      ...(secret && { secret }),
    }
    const answer = await house.ask<FileDocuments>(town, 'file-documents', asked)
    if (!answer) throw new Error('There is no electronic file in this town.')
    return answer
  })
}

/** A unit at the top of the organisation; its path is `/<key>/`. */
export const addUnit = (town: Town, key: string, now: Date): Promise<unknown> =>
  town.write((db: Db) =>
    takeOrganisation(
      db,
      { lines: [{ line: 1, key, parent: null, kind: 'unit', name: `Stelle ${key}`, details: {} }], source: 'test' },
      now,
    ),
  )

/** A signed-in member of staff with these permissions for one unit and all below it; `/` is the whole town. */
export async function aClerk(town: Town, unit: string, permissions: readonly string[], now: Date) {
  const id = newId(now)
  const look = { subjects: [id], actor: { system: 'records' }, purpose: 'Beschäftigte eingetragen', legalBasis: staffLaw }
  const entry = { userName: `${id}@example.org`, givenName: 'Karl', familyName: 'Kundig', attributes: {} }
  const key = `role-${id.slice(-12)}`
  await town.personal(look, async (db: Db) => {
    await saveStaff(db, town.dataKey, id, entry, { source: 'builder', isNew: true }, now)
    await saveRole(db, undefined, { key, name: key, permissions }, new Set(permissions), now)
    const where = unit === '/' ? undefined : unit.split('/').at(-2)
    await giveRole(db, undefined, { person: id, role: key, unit: where }, now)
  })
  return { id, session: await openSession(town, id, 'substantial', now) }
}
