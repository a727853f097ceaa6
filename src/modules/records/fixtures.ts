// Matters as other rooms file them, and a plan to file them under; for tests and demonstrations.
import type { FileDocuments, FiledDocument } from '../../contracts/filing.ts'
import { keepBlob } from '../../kernel/blobs.ts'
import type { House } from '../../kernel/house.ts'
import { newId } from '../../kernel/ids.ts'
import { newReference } from '../../kernel/reference.ts'
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
  documents?: readonly SampleDocument[]
}

/** Files them as `cases` does: content kept, look logged, all in one transaction. */
export async function file(house: House, town: Town, sample: SampleMatter, now: Date): Promise<FileDocuments['answer']> {
  const { person, plan = '9221', unit = '/', retention, documents = [{}] } = sample
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
    }
    const answer = await house.ask<FileDocuments>(town, 'file-documents', asked)
    if (!answer) throw new Error('There is no electronic file in this town.')
    return answer
  })
}
