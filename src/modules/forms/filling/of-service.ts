// The forms of a service that can be begun today.
import type { OnlineForms } from '../../../contracts/online-forms.ts'
import { pathIn } from '../../../kernel/language.ts'
import type { Town } from '../../../kernel/town.ts'
import { textIn } from '../document/text.ts'
import type { Reading } from './draft.ts'
import { openness, readyVersion } from './form-version.ts'

export async function formsOfService(
  town: Town,
  { service, language, today }: OnlineForms['input'],
): Promise<OnlineForms['answer']> {
  const forms = await town.read((db: Reading) =>
    db
      .selectFrom('forms.form_service as s')
      .innerJoin('forms.form as f', (on) => on.onRef('f.town_id', '=', 's.town_id').onRef('f.id', '=', 's.form_id'))
      .selectAll('f')
      .where('s.service', '=', service)
      .where('f.live_version', 'is not', null)
      .orderBy('f.title')
      .limit(10)
      .execute(),
  )
  const answers = []
  for (const form of forms.filter((one) => openness(one, today, 0) === 'open')) {
    const version = await readyVersion(town, form.id, form.live_version!)
    if (!version) continue
    const { title, minutes } = version.row.document
    const url = pathIn(language, `/forms/${form.key}`)
    answers.push({ title: textIn(title, language), url, ...(minutes !== undefined && { minutes }) })
  }
  return answers
}
