// Facts used in many places: a fee, opening hours, a phone number, written as `{{name}}` in texts and changed once.
import { sql } from 'kysely'
import type { TownSql } from '../../../kernel/town.ts'
import type { Wrong } from './typed-value.ts'

export type SharedFact = {
  id: number
  key: string
  label: string
  value: string
  valueEn: string
  changedAt: Date
  uses: number
  proposed: string | null
  proposedEn: string
  proposedBy: string | null
}
/** Values by name, German and English. */
export type FactValues = ReadonlyMap<string, { de: string; en: string }>

const place = /\{\{\s*([^{}\n]{1,60}?)\s*\}\}/g

export const factKeysIn = (typed: string): string[] => [...new Set([...typed.matchAll(place)].map(([, key = '']) => key))]

export function fillFacts(typed: string, facts: FactValues, language: 'de' | 'en'): string | Wrong {
  const unknown = factKeysIn(typed).find((key) => !facts.has(key))
  if (unknown !== undefined) return { wrong: 'unknown-fact', what: unknown }
  return typed.replace(place, (_, key: string) => facts.get(key)![language])
}

export async function factValues(db: TownSql): Promise<FactValues> {
  const { rows } = await sql<{
    key: string
    value: string
    value_en: string
  }>`SELECT key, value, value_en FROM catalogue.shared_fact`.execute(db)
  return new Map(rows.map(({ key, value, value_en }) => [key, { de: value, en: value_en || value }]))
}

export async function listSharedFacts(db: TownSql): Promise<SharedFact[]> {
  const { rows } = await sql<SharedFact>`SELECT id, key, label, value, value_en AS "valueEn", changed_at AS "changedAt",
      proposed, proposed_en AS "proposedEn", proposed_by AS "proposedBy",
      (SELECT count(*)::integer FROM catalogue.fact_use u WHERE u.town_id = f.town_id AND f.key = ANY (u.keys)) AS uses
    FROM catalogue.shared_fact f ORDER BY label COLLATE "de-x-icu", id`.execute(db)
  return rows
}
