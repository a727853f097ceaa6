// What a town's catalogue still lacks, for `stadttor town check`.
import { sql } from 'kysely'
import type { Duty } from '../../contracts/town-duties.ts'
import type { Language } from '../../kernel/language.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { catalogueDutyWords } from './duty-words.ts'
import type { CatalogueTables } from './tables.ts'

type Counted = {
  services: number
  without_text: number
  without_office: number
  offices_without_hours: number
  situations: number
}

export async function catalogueDuties(town: Town, { language = 'de' }: { language?: Language }): Promise<Duty[]> {
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
  const text = catalogueDutyWords({ language })
  if (counted.services === 0) return [{ what: text.empty, state: 'missing', how: text.importOne }]
  const checks: [boolean, string, string][] = [
    [counted.without_text > 0, text.withoutText(counted.without_text), text.writeText],
    [counted.without_office > 0, text.withoutOffice(counted.without_office), text.checkOffice],
    [counted.offices_without_hours > 0, text.withoutHours(counted.offices_without_hours), text.addHours],
    [counted.situations === 0, text.withoutSituations, text.nameSituations],
  ]
  return checks.filter(([lacking]) => lacking).map(([, what, how]) => ({ what, state: 'check', how }))
}
