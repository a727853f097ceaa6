// One service as a single statement reads it: the facts, the texts, and everything that hangs on it.
import { sql } from 'kysely'
import type { Language } from '../../kernel/language.ts'
import { bestFirst } from './language-choice.ts'
import type { Address, AuthorityRecord, Fee, Localized, ServiceAtOffice, ServiceFacts, ServiceText } from './record.ts'
import { titleOf } from './service-line.ts'

export type ServiceRow = {
  id: number
  kind: 'service' | 'advice'
  facts: ServiceFacts
  german: string
  texts: { language: string; text: ServiceText }[]
  leika: string[] | null
  offices: OfficeRow[] | null
  authorities: Omit<AuthorityRecord, 'source' | 'sourceId'>[] | null
  related: { id: number; title: string; german: string; fees: Fee[] | null }[] | null
  obstacles: { kind: 'presence' | 'written-form'; basis: string | null }[] | null
  situations: { id: number; kind: 'life' | 'business'; name: Localized }[] | null
  topics: { id: number; name: Localized }[] | null
  /** Day of the latest version that editors published. */
  published: string | null
  pictures: { id: number; width: number; height: number; alt: Localized; caption: Localized; rights: string }[] | null
  notices: { title: Localized; text: Localized; link: string | null }[] | null
}
export type OfficeRow = {
  id: number
  name: Localized
  address: Address | null
  phone: string | null
  mail: string | null
  offer: Partial<ServiceAtOffice>
}

/**
 * Fitting services: named by editors first, then those of the same step of a situation, then what may be booked in the
 * same appointment.
 */
const related = (language: Language) => sql`(SELECT jsonb_agg(r) FROM (
  SELECT s.id, ${titleOf(language, sql`s.id`)} AS title, ${titleOf('de', sql`s.id`)} AS german, s.effective -> 'fees' AS fees
  FROM (SELECT related_id, sum(score) AS score, min(position) AS position FROM (
      SELECT related_id, CASE kind WHEN 'explicit' THEN 10 ELSE 2 END AS score, position
      FROM catalogue.service_relation WHERE town_id = own.town_id AND service_id = own.id AND NOT hidden
      UNION ALL
      SELECT b.service_id, 3, b.position FROM catalogue.situation_service a
      JOIN catalogue.situation_service b USING (town_id, situation_id, heading)
      WHERE a.town_id = own.town_id AND a.service_id = own.id AND b.service_id <> own.id) every
    GROUP BY related_id) near
  JOIN catalogue.service s ON s.town_id = own.town_id AND s.id = near.related_id AND s.status = 'published'
  ORDER BY near.score DESC, near.position, s.id LIMIT 6) r)`

export const serviceQuery = (id: number, language: Language) => sql<ServiceRow>`
  SELECT own.id, own.kind, own.effective AS facts,
    (SELECT title FROM catalogue.service_text WHERE town_id = own.town_id AND service_id = own.id
      ORDER BY ${bestFirst('de')} LIMIT 1) AS german,
    (SELECT jsonb_agg(t) FROM (SELECT language, effective AS text FROM catalogue.service_text
      WHERE town_id = own.town_id AND service_id = own.id
      ORDER BY ${bestFirst(language)} LIMIT ${language === 'de' ? 1 : 2}::int) t) AS texts,
    (SELECT jsonb_agg(leika_key ORDER BY leika_key) FROM catalogue.service_leika
      WHERE town_id = own.town_id AND service_id = own.id AND NOT hidden) AS leika,
    (SELECT jsonb_agg(jsonb_build_object('id', o.id, 'name', o.effective -> 'name', 'address', o.effective -> 'address',
        'phone', o.effective -> 'phone', 'mail', o.effective -> 'email', 'offer', so.effective) ORDER BY so.position, o.id)
      FROM catalogue.service_office so JOIN catalogue.office o ON o.town_id = so.town_id AND o.id = so.office_id
      WHERE so.town_id = own.town_id AND so.service_id = own.id AND NOT so.hidden AND o.status = 'published') AS offices,
    (SELECT jsonb_agg(a.effective ORDER BY a.id) FROM catalogue.service_authority sa
      JOIN catalogue.authority a ON a.town_id = sa.town_id AND a.id = sa.authority_id
      WHERE sa.town_id = own.town_id AND sa.service_id = own.id AND NOT sa.hidden AND a.status = 'published') AS authorities,
    ${related(language)} AS related,
    (SELECT jsonb_agg(jsonb_build_object('kind', kind, 'basis', effective -> 'legalBasis') ORDER BY kind)
      FROM catalogue.service_obstacle WHERE town_id = own.town_id AND service_id = own.id AND NOT hidden) AS obstacles,
    (SELECT jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'name', i.name) ORDER BY i.kind DESC,
        i.highlights @> jsonb_build_array(jsonb_build_object('service', own.id)) DESC, si.position, i.position)
      FROM catalogue.situation_service si JOIN catalogue.situation i ON i.town_id = si.town_id AND i.id = si.situation_id
      WHERE si.town_id = own.town_id AND si.service_id = own.id AND i.status = 'published') AS situations,
    (SELECT jsonb_agg(jsonb_build_object('id', p.id, 'name', p.effective -> 'name') ORDER BY p.id)
      FROM catalogue.service_topic st JOIN catalogue.topic p ON p.town_id = st.town_id AND p.id = st.topic_id
      WHERE st.town_id = own.town_id AND st.service_id = own.id AND NOT st.hidden AND p.status = 'published') AS topics,
    (SELECT to_char(max(at) AT TIME ZONE 'Europe/Berlin', 'YYYY-MM-DD') FROM catalogue.version
      WHERE town_id = own.town_id AND noun = 'service' AND thing_id = own.id) AS published,
    (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'width', c.width, 'height', c.height, 'alt', c.alt, 'caption', c.caption,
        'rights', c.rights) ORDER BY c.id) FROM catalogue.picture c
      WHERE c.town_id = own.town_id AND c.service_id = own.id AND c.released_by IS NOT NULL) AS pictures,
    (SELECT jsonb_agg(jsonb_build_object('title', b.title, 'text', b.text, 'link', b.link) ORDER BY b.from_at DESC, b.id DESC)
      FROM catalogue.banner b WHERE b.town_id = own.town_id AND b.from_at <= now() AND b.to_at > now()
        AND (b.place = 'service/' || own.id OR EXISTS (SELECT FROM catalogue.service_topic st
          WHERE st.town_id = own.town_id AND st.service_id = own.id AND NOT st.hidden AND b.place = 'topic/' || st.topic_id))) AS notices
  FROM catalogue.service own WHERE own.id = ${id} AND own.status = 'published'`
