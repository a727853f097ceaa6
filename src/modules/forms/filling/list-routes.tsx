// The list of everything that can be filled in online today.
import { sql } from 'kysely'
import { Layout } from '../../../design/layout.tsx'
import { anyone } from '../../../kernel/access.ts'
import { page } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import type { Audience, Text } from '../document/document.ts'
import { textIn } from '../document/text.ts'
import type { Reading } from '../form.ts'
import type { FormRow } from '../tables.ts'
import { openness } from './form-version.ts'
import { fillingWords } from './words.ts'

type Listed = FormRow & { name: Text; minutes: number | null; audience: readonly Audience[] }

/** Forms for residents and companies that can be begun today, by title. */
async function listOpenForms({ town, today, language }: Visit): Promise<Listed[]> {
  const rows = await town.read((db: Reading) =>
    db
      .selectFrom('forms.form as f')
      .innerJoin('forms.version as v', (on) =>
        on.onRef('v.town_id', '=', 'f.town_id').onRef('v.form_id', '=', 'f.id').onRef('v.number', '=', 'f.live_version'),
      )
      .selectAll('f')
      .select([
        sql<Text>`v.document -> 'title'`.as('name'),
        sql<number | null>`(v.document ->> 'minutes')::int`.as('minutes'),
        sql<Audience[]>`v.document -> 'audience'`.as('audience'),
      ])
      .where('f.kind', '=', 'application')
      .limit(1_000)
      .execute(),
  )
  const title = ({ name }: Listed): string => textIn(name, language)
  return rows
    .filter((form) => openness(form, today, 0) === 'open' && form.audience.some((one) => one !== 'staff'))
    .sort((one, other) => title(one).localeCompare(title(other), 'de'))
}

export function listRoutes(on: Routes): void {
  on.page('/forms', anyone, {}, async (visit) => {
    const text = fillingWords(visit)
    const forms = await listOpenForms(visit)
    return page(
      <Layout frame={visit.frame} title={text.forms} breadcrumb={[{ label: text.forms }]}>
        <div class="wrap page measure">
          <h1>{text.forms}</h1>
          <p class="lead">{forms.length === 0 ? text.noForms : text.formsLead}</p>
          <ul class="ruled stacked">
            {forms.map(({ key, name, minutes }) => (
              <li>
                <a href={linkTo(visit, `/forms/${key}`)}>{textIn(name, visit.language)}</a>
                {minutes !== null && <span class="meta">{text.aboutMinutes(minutes)}</span>}
              </li>
            ))}
          </ul>
        </div>
      </Layout>,
    )
  })
}
