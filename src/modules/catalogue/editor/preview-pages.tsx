// The public page with a draft in it, marked on top so that nobody takes it for published.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import type { Frame } from '../../../design/frame.ts'
import { EmptyState } from '../../../design/parts.tsx'
import { type Answer, type NotFound, notFound, page } from '../../../kernel/http/answer.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { OfficePage } from '../office-pages.tsx'
import { situationRoot } from '../paths.ts'
import { ServicePage } from '../service-pages.tsx'
import { SituationPage, TopicPage } from '../situation-pages.tsx'
import { deskPath } from './desk-address.ts'
import { previewOf } from './preview.ts'
import type { EditedNoun } from './tables.ts'
import { editorWords } from './words.ts'

export async function previewPage(visit: Visit, noun: Exclude<EditedNoun, 'synonyms'>, id: number): Promise<Answer | NotFound> {
  const text = editorWords(visit)
  const shown = await previewOf(visit.town, noun, id, visit, visit.now)
  if (!shown) return notFound
  const back = { label: text.previewBack, url: linkTo(visit, deskPath(noun, id)) }
  if (shown === 'incomplete')
    return page(
      <DeskLayout frame={visit.frame} title={text.previewTitle} back={back}>
        <EmptyState title={text.previewNot}>
          <p>{text.previewNotText}</p>
        </EmptyState>
      </DeskLayout>,
    )
  const frame: Frame = { ...visit.frame, banner: { title: text.previewTitle, text: text.previewText, link: back } }
  const unlisted = { headers: { 'x-robots-tag': 'noindex' } }
  if (shown.noun === 'service') return page(<ServicePage frame={frame} view={shown.found.view} />, unlisted)
  if (shown.noun === 'office')
    return page(<OfficePage frame={frame} view={shown.found.view} overviewUrl={linkTo(visit, '/offices')} />, unlisted)
  if (shown.noun === 'topic')
    return page(<TopicPage frame={frame} view={shown.found.view} overviewUrl={linkTo(visit, '/topics')} />, unlisted)
  return page(
    <SituationPage frame={frame} view={shown.found.view} overviewUrl={linkTo(visit, situationRoot[shown.kind])} />,
    unlisted,
  )
}
