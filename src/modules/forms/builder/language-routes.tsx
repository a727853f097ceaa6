// The address on which the texts of a form are translated.
import { staff } from '../../../kernel/access.ts'
import { type Answer, page as answerPage, type NotFound, notFound, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { bounds } from '../document/document.ts'
import { saidOf } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { mayEdit, openForm } from './desk-form.ts'
import { doneWord, takeStep } from './desk-step.ts'
import { LanguagesPage } from './language-pages.tsx'
import { languageWords } from './language-words.ts'
import { type Target, type TypedTranslation, textsOf, withTranslations } from './translation.ts'

export function languageRoutes(on: Routes): void {
  on.page('/desk/forms/:id/languages', staff(mayEdit), {}, showLanguages)
  on.form('/desk/forms/:id/languages', staff(mayEdit), {}, saveLanguages)
}

/** So many pairs fit into one form of the browser. */
const mostPairs = 120

async function showLanguages(visit: Visit): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const { document } = open.copy
  const targets = document.languages.filter((one): one is Target => one !== 'de')
  const target = targets.find((one) => one === visit.query.to) ?? targets[0]
  const page = document.pages.find(({ key }) => key === visit.query.page)?.key ?? ''
  const places = textsOf(document, page).slice(0, mostPairs)
  const said = saidOf(builderWords(visit), visit.query.done)
  return answerPage(<LanguagesPage {...{ frame: visit.frame, open, target, page, places, said }} />)
}

async function saveLanguages(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const target = open.copy.document.languages.find((one): one is Target => one !== 'de' && one === input.value('to'))
  if (!target) return notFound
  const typed: TypedTranslation[] = []
  for (let index = 0; index < mostPairs && input.value(`at-${index}`) !== ''; index += 1) {
    const mark = input.value(`mark-${index}`)
    if (!/^[0-9a-f]{8}$/.test(mark)) continue
    typed.push({
      at: input.value(`at-${index}`),
      words: input.value(`t-${index}`).replaceAll('\r\n', '\n').slice(0, bounds.text),
      mark,
      stillRight: input.value(`right-${index}`) === 'yes',
    })
  }
  const outcome = await takeStep(visit, open, input, {
    action: 'languages',
    label: languageWords(visit)[target],
    change: (document) => withTranslations(document, target, typed),
  })
  const page = input.value('page')
  const there = /^[A-Za-z][A-Za-z0-9]{0,63}$/.test(page) ? `&page=${page}` : ''
  return seeOther(open.url(`languages?to=${target}${there}&done=${doneWord(outcome, 'saved')}`))
}
