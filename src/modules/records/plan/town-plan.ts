// The filing plan that a town's folder keeps: `filing-plan.csv`, or the starter's in a demonstration, whose entries say that they are examples.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Town } from '../../../kernel/town.ts'
import type { Db } from '../text.ts'
import { takePlan } from './entry.ts'
import { readPlanCsv } from './plan-csv.ts'

const name = 'filing-plan.csv'

/** Idempotent. Entries that the file does not name stay as they are. */
export async function takeTownPlan(
  town: Town,
  { folder, starter, now }: { folder: string; starter: string; now: Date },
): Promise<{ changed: boolean; lines: string[] }> {
  const places = [join(folder, name), ...(town.settings.demo ? [join(starter, name)] : [])]
  const file = places.find((place) => existsSync(place))
  if (file === undefined) return { changed: false, lines: [] }
  try {
    const read = readPlanCsv(readFileSync(file, 'utf8'))
    const report = await town.write((db: Db) => takePlan(db, { lines: read.lines, source: 'file' }, now))
    const lines = [...read.refused, ...report.refused].map(
      ({ line, number, reason }) => `Filing plan, line ${line} ${number}: ${reason}`,
    )
    const changed = report.created + report.changed > 0
    if (changed) lines.push(`Filing plan: ${report.created} new entries, ${report.changed} changed`)
    return { changed, lines }
  } catch (fault) {
    return { changed: false, lines: [`${name} was not taken over: ${(fault as Error).message}`] }
  }
}
