// What neighbours ask the builder: what waits for whom, forms found by name, and questionnaires that lead to a service.
import type { DeskHit, DeskSearch, DeskWork } from '../../../contracts/desk-work.ts'
import type { QuestionTrees } from '../../../contracts/question-trees.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { dayInBerlin } from '../../../kernel/http/visit.ts'
import { type Language, pathIn } from '../../../kernel/language.ts'
import { type Offer, offer } from '../../../kernel/module.ts'
import type { Town } from '../../../kernel/town.ts'
import type { FormDocument } from '../document/document.ts'
import { textIn } from '../document/text.ts'
import { formsWork } from './approvals.ts'
import { builderWords } from './builder-words.ts'
import { formPath, mayEdit } from './desk-form.ts'
import { listDeskForms } from './form-list.ts'
import type { BuilderReading } from './working-copy.ts'

async function formHits(
  town: Town,
  { person, language, query }: { person: SignedIn; language: Language; query: string },
): Promise<DeskHit[]> {
  const wanted = query.trim().toLowerCase().slice(0, 100)
  if (wanted.length < 2 || !person.permissions.has(mayEdit)) return []
  const forms = await town.read((db: BuilderReading) => listDeskForms(db, person))
  const kind = builderWords({ language, ownWords: town.settings.ownWords }).form
  return forms
    .filter(({ title }) => title.toLowerCase().includes(wanted))
    .slice(0, 10)
    .map(({ id, title }) => ({ kind, title, url: pathIn(language, formPath(id)) }))
}

/** Published questionnaires that are open today. */
async function questionTrees(town: Town, { language }: { language: Language }): Promise<{ title: string; url: string }[]> {
  const today = dayInBerlin(new Date())
  const rows = await town.read((db: BuilderReading) =>
    db
      .selectFrom('forms.form as f')
      .innerJoin('forms.version as v', (on) =>
        on.onRef('v.town_id', '=', 'f.town_id').onRef('v.form_id', '=', 'f.id').onRef('v.number', '=', 'f.live_version'),
      )
      .select(['f.key', 'f.opens_on', 'f.closes_on', 'v.document'])
      .where('f.kind', '=', 'questionnaire')
      .where('f.paused', 'is', null)
      .orderBy('f.title')
      .limit(50)
      .execute(),
  )
  return rows
    .filter(({ opens_on, closes_on }) => (opens_on ?? '') <= today && today <= (closes_on ?? '9999'))
    .map(({ key, document }) => ({
      title: textIn((document as FormDocument).title, language),
      url: pathIn(language, `/forms/${key}`),
    }))
}

export const builderOffers: readonly Offer[] = [
  offer<DeskWork>('desk-work', 1, (town, asked) => formsWork(town, asked)),
  offer<DeskSearch>('desk-search', 1, formHits),
  offer<QuestionTrees>('question-trees', 1, questionTrees),
]
