// The addresses of filling in: one page of the form, its exits, the entries of its groups.

import { formatDay, formatTime } from '../../../design/format.ts'
import { anyone, holder } from '../../../kernel/access.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { type Answer, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { UploadRule } from '../../../kernel/http/uploads.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { type FileKind, fileKinds } from '../../../kernel/uploads/kinds.ts'
import { evaluateForm } from '../document/evaluate.ts'
import { answerAt, withoutNumbers } from '../document/places.ts'
import { textIn } from '../document/text.ts'
import { noteFigures } from '../submissions/figures.ts'
import { sectionsOf } from './answer-list.tsx'
import { filesInFormMegabytes } from './controls.tsx'
import { ExitPage } from './exit-page.tsx'
import { matterWords } from './matter-words.ts'
import { originText } from './origin.ts'
import { type PathProblem, questionsOn } from './posted.ts'
import { prefillFor } from './prefill.ts'
import { RemovePage } from './remove-page.tsx'
import { markOf, saveScreen } from './save.ts'
import { checkUrl, fillUrl, findScreen, neighbours, type Screen, screenAround, withRoomFor } from './screen.ts'
import { entryTitle, ScreenPage, type ScreenView } from './screen-pages.tsx'
import { type Filling, lacksLevel, lostDraft, neededLevel, resumeAddress, signInFirst, unkept, withFilling } from './state.tsx'
import { fieldsOf, type Typed, typedFrom, typedIn } from './typed.ts'
import { fillingWords } from './words.ts'

const uploads: UploadRule = {
  maxFiles: 5,
  maxBytesEach: filesInFormMegabytes * 1_048_576,
  accept: Object.keys(fileKinds) as FileKind[],
}

export function fillRoutes(on: Routes): void {
  on.page('/forms/:key/fill/:draft', anyone, {}, (visit) =>
    withFilling(visit, (filling) => seeOther(fillUrl(visit, filling.form.key, filling.draft.id, resumeAddress(filling)))),
  )

  on.page('/forms/:key/fill/:draft/:screen', holder, {}, (visit) =>
    withFilling(visit, (filling) => {
      const screen = findScreen(filling.version.form, filling.evaluation.answers, visit.params.screen!)
      if (!screen) return notFound
      if (!filling.evaluation.pages.includes(screen.page))
        return seeOther(`${fillUrl(visit, filling.form.key, filling.draft.id, resumeAddress(filling))}?skipped=1`)
      const needed = neededLevel(filling, screen.page)
      if (lacksLevel(visit, needed)) return signInFirst(visit, needed)
      if (visit.query.remove && screen.group && filling.limits?.mayChange(screen.at.replace(/\.\d+$/, '')) !== false)
        return showRemoval(visit, filling, screen)
      return showScreen(visit, filling, screen, {})
    }),
  )

  on.form('/forms/:key/fill/:draft/:screen', holder, { perMinute: 120, uploads }, async (visit, input) => {
    const outcome = await saveScreen(visit, input)
    if (outcome === undefined) return lostDraft(visit, input)
    if (outcome === 'nowhere') return seeOther(linkTo(visit, `/forms/${visit.params.key}/fill/${visit.params.draft}?skipped=1`))
    if (outcome === 'level')
      return withFilling(visit, (filling) => {
        const on = filling.version.row.document.pages.find(({ key }) => key === visit.params.screen)
        return signInFirst(visit, neededLevel(filling, on), input)
      })
    const { key, draft } = visit.params as Record<'key' | 'draft', string>
    if ('exit' in outcome) return seeOther(linkTo(visit, `/forms/${key}/exit/${draft}/${outcome.exit}`))
    if ('to' in outcome) {
      if (outcome.to === 'check') return seeOther(checkUrl(visit, key, draft))
      const from = input.value('from') === 'check' ? 'from=check' : ''
      const query = [outcome.more ? 'more=1' : '', from].filter(Boolean).join('&')
      return seeOther(fillUrl(visit, key, draft, outcome.to) + (query ? `?${query}` : ''))
    }
    const { again, screen, problems, elsewhere } = outcome
    const counted = { form_id: again.form.id, version: again.draft.version, what: 'problem' } as const
    const places = new Set(problems.map(({ path }) => withoutNumbers(path)))
    noteFigures(
      visit.house,
      visit.town,
      visit.now,
      [...places].map((place) => ({ ...counted, place })),
    )
    const shown = await showScreen(visit, again, screen, { input, problems, elsewhere })
    return unkept(shown)
  })

  on.page('/forms/:key/exit/:draft/:screen', anyone, {}, (visit) =>
    withFilling(visit, ({ evaluation, form, draft }) => {
      const on = evaluation.pages.find(({ key }) => key === visit.params.screen)
      const exit = on && evaluation.exitOf(on)
      const back = fillUrl(visit, form.key, draft.id, on?.key ?? '')
      if (!on) return notFound
      if (!exit) return seeOther(back)
      const start = linkTo(visit, `/forms/${form.key}`)
      return page(
        <ExitPage
          frame={visit.frame}
          title={textIn(evaluation.form.document.title, visit.language)}
          startUrl={start}
          exit={exit}
          backUrl={back}
        />,
      )
    }),
  )
}

type Shown = { input?: FormInput; problems?: readonly PathProblem[]; elsewhere?: boolean | undefined }

/** 422 with problems; 409 where another window was faster. */
async function showScreen(
  visit: Visit,
  filling: Filling,
  screen: Screen,
  { input, problems = [], elsewhere }: Shown,
): Promise<Answer> {
  const { frame, query, language } = visit
  const { form, draft, content, lists } = filling
  const text = fillingWords(visit)
  const room = withRoomFor(filling.evaluation.answers, screen)
  const evaluation =
    room === filling.evaluation.answers ? filling.evaluation : evaluateForm(filling.version.form, room, visit.now)
  const given = input ? undefined : await prefillFor(visit, filling, screen)
  const typed: Typed = input ? typedIn(input) : storedIn(visit, filling, screen, given)
  const { before, step } = neighbours(evaluation, screen.page)
  const fromCheck = (input?.value('from') ?? query.from) === 'check'
  const urlOf = (address: string): string => fillUrl(visit, form.key, draft.id, address)
  const notice: ScreenView['notice'] = elsewhere
    ? { title: text.changedElsewhere, text: text.changedElsewhereText, sections: storedHere(visit, filling, screen) }
    : query.more === '1' && problems.length === 0
      ? { title: text.moreQuestions, text: text.moreQuestionsText }
      : query.skipped === '1'
        ? { title: text.notRelevantTitle, text: text.notRelevant }
        : matterNotice(visit, filling)
  const origins = new Map(
    [...Object.entries(content.origins), ...(given?.origins ?? [])].map(([path, from]) => [path, originText(visit, from)]),
  )
  const newer = !content.only && form.live_version !== null && form.live_version > draft.version
  const view = {
    frame,
    evaluation,
    screen,
    step,
    startUrl: linkTo(visit, `/forms/${form.key}`),
    url: urlOf(screen.address),
    backUrl: screen.group
      ? urlOf(screenAround(screen))
      : fromCheck
        ? checkUrl(visit, form.key, draft.id)
        : before
          ? urlOf(before.key)
          : linkTo(visit, `/forms/${form.key}`),
    laterUrl: linkTo(visit, `/forms/${form.key}/later/${draft.id}`),
    entryUrl: urlOf,
    typed,
    problems,
    lists,
    limits: filling.limits,
    origins,
    saved:
      dayAt(draft.saved_at) === visit.today
        ? text.saved(formatTime(visit, draft.saved_at))
        : text.savedOn(formatDay(language, dayAt(draft.saved_at))),
    before: markOf(filling.evaluation.answers, screen),
    from: fromCheck ? 'check' : '',
    notice,
    newVersionUrl: newer ? linkTo(visit, `/forms/${form.key}/version/${draft.id}`) : undefined,
    summary: (only: readonly string[] | undefined) =>
      sectionsOf(
        evaluation,
        { reader: visit, list: lists },
        content.leftOpen,
        undefined,
        only ?? pagesBefore(evaluation.pages, screen),
      ),
    example: isExample(filling),
  }
  const status = problems.length > 0 ? 422 : elsewhere ? 409 : 200
  return page(<ScreenPage {...view} />, { status })
}

/** What this draft is for, where it belongs to a matter. */
function matterNotice(visit: Visit, { draft, limits }: Filling): ScreenView['notice'] {
  const text = matterWords(visit)
  if (limits) return { title: text.limitedTitle, text: text.limitedText }
  const role = draft.matter?.role
  if (!role || role === 'correction') return undefined
  return {
    title: text[`role-${role}`],
    text: draft.entered_channel ? text.camePath(text[`channel-${draft.entered_channel}`]) : '',
  }
}

/** What is stored for the page of this screen. */
const storedHere = (visit: Visit, { evaluation, lists, content }: Filling, { page: on }: Screen) =>
  sectionsOf(evaluation, { reader: visit, list: lists }, content.leftOpen, undefined, [on.key])

const pagesBefore = (pages: readonly { key: string }[], screen: Screen): string[] =>
  pages
    .slice(
      0,
      pages.findIndex(({ key }) => key === screen.page.key),
    )
    .map(({ key }) => key)

/** The demonstration marks what it invented. */
export const isExample = ({ version }: Pick<Filling, 'version'>): boolean =>
  version.row.document.origin?.standard === 'stadttor-demo'

function storedIn(
  visit: Visit,
  { evaluation, content }: Filling,
  screen: Screen,
  given: { values: Map<string, [string, string[]][]> } | undefined,
): Typed {
  const fields = questionsOn(screen).flatMap(({ question, path }): [string, string[]][] => {
    const answer = answerAt(evaluation.answers, path)
    const own = fieldsOf(question, path, answer, visit)
    const reason = content.leftOpen[path]
    return [
      ...(answer === undefined ? (given?.values.get(path) ?? []) : own),
      ...(reason !== undefined ? [[`${path}-reason`, [reason]] as [string, string[]]] : []),
    ]
  })
  return typedFrom(fields)
}

async function showRemoval(visit: Visit, { form, draft, evaluation }: Filling, screen: Screen): Promise<Answer> {
  const { frame } = visit
  const what = entryTitle(frame, screen.group!, screen.at)
  const urls = {
    start: linkTo(visit, `/forms/${form.key}`),
    remove: fillUrl(visit, form.key, draft.id, screen.address),
    keep: fillUrl(visit, form.key, draft.id, screenAround(screen)),
  }
  return page(
    <RemovePage frame={frame} formTitle={textIn(evaluation.form.document.title, visit.language)} what={what} urls={urls} />,
  )
}
