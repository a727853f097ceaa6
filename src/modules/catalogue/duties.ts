// What a town's catalogue still lacks, for `stadttor town check`.
import { sql } from 'kysely'
import type { Duty } from '../../contracts/town-duties.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import type { CatalogueTables } from './tables.ts'

type Counted = {
  services: number
  without_text: number
  without_office: number
  offices_without_hours: number
  situations: number
}

export async function catalogueDuties(town: Town): Promise<Duty[]> {
  const { rows } = await town.read((db: ReadDb<CatalogueTables>) =>
    sql<Counted>`SELECT
      (SELECT count(*) FROM catalogue.service WHERE status = 'published')::integer AS services,
      (SELECT count(*) FROM catalogue.service s WHERE s.status = 'published' AND NOT EXISTS (
        SELECT FROM catalogue.service_text t WHERE t.service_id = s.id
          AND (t.effective ? 'description' OR t.effective ? 'shortText')))::integer AS without_text,
      (SELECT count(*) FROM catalogue.service s WHERE s.status = 'published' AND NOT EXISTS (
        SELECT FROM catalogue.service_office o WHERE o.service_id = s.id AND NOT o.hidden))::integer AS without_office,
      (SELECT count(*) FROM catalogue.office WHERE status = 'published'
        AND coalesce(jsonb_array_length(effective -> 'openingHours'), 0) = 0
        AND NOT effective ? 'openingHoursText')::integer AS offices_without_hours,
      (SELECT count(*) FROM catalogue.situation WHERE status = 'published')::integer AS situations`.execute(db),
  )
  const [counted] = rows
  if (!counted) return []
  if (counted.services === 0)
    return [
      {
        what: 'The catalogue holds no service.',
        state: 'missing',
        how: 'Import one: stadttor import catalogue FILE --format munich|berlin|xzufi --town T',
      },
    ]
  const checks: [number, (count: number) => string, string][] = [
    [counted.without_text, (count) => `${count} services have no text.`, 'Write one, or ask the source to deliver it.'],
    [counted.without_office, (count) => `${count} services name no office.`, 'Check whether they are really done without one.'],
    [
      counted.offices_without_hours,
      (count) => `${count} offices have no opening hours.`,
      'Add them, or ask the source to deliver them.',
    ],
    [counted.situations === 0 ? 1 : 0, () => 'There are no life situations.', 'Name life-situations.json in town.json.'],
  ]
  return checks.filter(([count]) => count > 0).map(([count, what, how]) => ({ what: what(count), state: 'check', how }))
}
