// Which forms belong to a service: its page leads to them.
import { sql } from 'kysely'
import type { OnlineForms } from '../../contracts/online-forms.ts'
import { pathIn } from '../../kernel/language.ts'
import type { Offer } from '../../kernel/module.ts'
import { offer } from '../../kernel/module.ts'
import type { Text } from './document/document.ts'
import { textIn } from './document/text.ts'
import { type Reading, servicesSubject } from './form.ts'

/** @param subject such as `catalogue.service/17` */
const listFormsOf = (db: Reading, subject: string, today: string) =>
  db
    .selectFrom('forms.form as f')
    .innerJoin('forms.form_service as s', (on) => on.onRef('s.town_id', '=', 'f.town_id').onRef('s.form_id', '=', 'f.id'))
    .innerJoin('forms.version as v', (on) =>
      on.onRef('v.town_id', '=', 'f.town_id').onRef('v.form_id', '=', 'f.id').onRef('v.number', '=', 'f.live_version'),
    )
    .select(['f.key', sql<Text>`v.document -> 'title'`.as('title')])
    .where('s.service', '=', subject)
    .where('f.paused', 'is', null)
    .where((where) => where.or([where('f.opens_on', 'is', null), where('f.opens_on', '<=', today)]))
    .where((where) => where.or([where('f.closes_on', 'is', null), where('f.closes_on', '>=', today)]))
    .orderBy('f.title')
    .execute()

export const onlineForms: Offer = offer<OnlineForms>('online-forms', 1, async (town, { subject, language, today }) => {
  const forms = await town.read((db: Reading) => listFormsOf(db, subject, today))
  return {
    forms: forms.map(({ key, title }) => ({ title: textIn(title, language), url: pathIn(language, `/forms/${key}`) })),
    dependsOn: [servicesSubject],
  }
})
