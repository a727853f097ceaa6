// One page of a form as residents see it.
import type { ComponentChildren } from 'preact'
import { ErrorSummary, type FieldProblem, idOf } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Button, Example, Notice } from '../../../design/parts.tsx'
import { StepOf } from '../../../design/progress.tsx'
import type { FileAnswer, Group, Item, Question } from '../document/document.ts'
import type { Evaluation } from '../document/evaluate.ts'
import { answerAt } from '../document/places.ts'
import { textIn } from '../document/text.ts'
import { type Section, Sections, shownValue } from './answer-list.tsx'
import type { Lists } from './code-list.ts'
import { anchorOf, paragraphs, QuestionField } from './controls.tsx'
import { Entries } from './entries.tsx'
import { matterWords } from './matter-words.ts'
import type { Limits } from './only.ts'
import type { PathProblem } from './posted.ts'
import type { Screen } from './screen.ts'
import type { Typed } from './typed.ts'
import { fillingWords } from './words.ts'

export type ScreenView = {
  frame: Frame
  evaluation: Evaluation
  screen: Screen
  step: number
  /** Addresses of this form: its start page, this screen, where back and "later" lead. */
  startUrl: string
  url: string
  backUrl: string
  laterUrl: string
  entryUrl: (path: string) => string
  typed: Typed
  problems: readonly PathProblem[]
  lists: Lists
  /** Only some answers can be changed. */
  limits?: Limits | undefined
  /** Where prefilled answers came from, in words, by path. */
  origins: ReadonlyMap<string, string>
  /** In words: `Gespeichert um 10:42 Uhr …`. */
  saved: string | undefined
  /** What this screen said when it was shown: tells a second window. */
  before: string
  from: string
  notice?: { title: string; text: string; sections?: readonly Section[] } | undefined
  newVersionUrl?: string | undefined
  summary: (pages: readonly string[] | undefined) => readonly Section[]
  example: boolean
  islands?: readonly string[]
}

export function ScreenPage(view: ScreenView) {
  const { frame, evaluation, screen, step, problems, notice, saved } = view
  const text = fillingWords(frame)
  const { document } = evaluation.form
  const { language } = frame
  const formTitle = textIn(document.title, language)
  const pageTitle = textIn(screen.page.title, language)
  const title = screen.group ? entryTitle(frame, screen.group, screen.at) : pageTitle
  const onlyGerman = !document.languages.includes(language) && language === 'en'
  const hasFiles = [...allQuestions(screen.items)].some(({ type }) => type === 'files')
  return (
    <Layout
      frame={frame}
      title={`${title} – ${formTitle}`}
      breadcrumb={[{ label: formTitle, url: view.startUrl }, { label: title }]}
      search="none"
      problems={problems.length > 0}
      noIndex
      islands={['filling.island.js', ...(view.islands ?? [])]}
    >
      <div class="wrap page">
        <ErrorSummary reader={frame} problems={problemLines(evaluation, screen, problems)} />
        {notice && (
          <Notice tone={notice.sections ? 'warn' : 'plain'} title={notice.title}>
            {notice.text !== '' && <p>{notice.text}</p>}
            {notice.sections && <Sections reader={frame} sections={notice.sections} level={3} />}
          </Notice>
        )}
        {view.newVersionUrl && (
          <Notice title={text.newVersion}>
            <p>
              {text.newVersionText} <a href={view.newVersionUrl}>{text.seeChanges}</a>
            </p>
          </Notice>
        )}
        <div class="form-step" lang={onlyGerman ? 'de' : undefined}>
          <StepOf reader={frame} step={step} count={evaluation.pages.length + 1} title={pageTitle} />
          <h1>
            {title} {view.example && <Example reader={frame} />}
          </h1>
          {screen.page.lead && !screen.group && <div class="lead">{paragraphs(textIn(screen.page.lead, language))}</div>}
          <form method="post" action={view.url} noValidate enctype={hasFiles ? 'multipart/form-data' : undefined}>
            <input type="hidden" name="before" value={view.before} />
            {view.from !== '' && <input type="hidden" name="from" value={view.from} />}
            {/* Enter in a field goes on, whatever other buttons stand before. */}
            <button type="submit" class="hidden" tabIndex={-1} aria-hidden="true">
              {text.next}
            </button>
            <Items {...view} items={screen.items} at={screen.at} level={2} />
            {screen.page.help && !screen.group && (
              <details class="field-help page-help">
                <summary>{text.pageHelp}</summary>
                <div>{paragraphs(textIn(screen.page.help, language))}</div>
              </details>
            )}
            <div class="actions">
              <Button>{screen.group ? text.take : text.next}</Button>
              <a href={view.backUrl}>{text.back}</a>
            </div>
          </form>
          <p class="meta saved">
            {saved} <a href={view.laterUrl}>{text.later}</a>.
          </p>
        </div>
      </div>
    </Layout>
  )
}

export function* allQuestions(items: readonly Item[]): Generator<Question> {
  for (const item of items) {
    if (item.kind === 'question') yield item
    if (item.kind === 'group' && !item.repeat) yield* allQuestions(item.items)
  }
}

export const entryTitle = (frame: Frame, group: Group, at: string): string =>
  fillingWords(frame).entry(textIn(group.repeat?.one ?? group.title, frame.language), Number(at.split('.').at(-1)) + 1)

function problemLines({ form }: Evaluation, screen: Screen, problems: readonly PathProblem[]): FieldProblem[] {
  return problems.map(({ path, part, label, message }) => {
    const item = form.places.get(path.replace(/\.\d+(?=\.|$)/g, ''))?.item
    const field = item?.kind === 'question' ? anchorOf(item, path, part) : path || screen.page.key
    return { field, label, message }
  })
}

type Level = 2 | 3 | 4

function Items(view: ScreenView & { items: readonly Item[]; at: string; level: Level }) {
  const { items, at, evaluation, frame, level } = view
  return (
    <>
      {items.map((item) => {
        const path = at === '' ? item.key : `${at}.${item.key}`
        if (!evaluation.shown(path)) return null
        if (item.kind === 'question') return <Asked {...view} question={item} path={path} />
        if (item.kind === 'information')
          return (
            <Heading level={level} title={item.title && textIn(item.title, frame.language)}>
              {paragraphs(textIn(item.text, frame.language))}
            </Heading>
          )
        if (item.kind === 'summary')
          return (
            <Heading level={level} title={item.title ? textIn(item.title, frame.language) : fillingWords(frame).summary}>
              <Sections reader={frame} sections={view.summary(item.pages)} level={3} />
            </Heading>
          )
        return item.repeat ? <Entries {...view} group={item} path={path} /> : <Together {...view} group={item} path={path} />
      })}
    </>
  )
}

function Heading({ level, title, children }: { level: Level; title: string | undefined; children: ComponentChildren }) {
  const Tag = `h${level}` as 'h2'
  return (
    <div class="field said">
      {title && <Tag>{title}</Tag>}
      {children}
    </div>
  )
}

function Asked({ question, path, ...view }: ScreenView & { question: Question; path: string }) {
  const problem = view.problems.find((one) => one.path === path)
  const stored = answerAt(view.evaluation.answers, path)
  if (view.limits?.mayChange(path) === false) return <Kept {...view} question={question} path={path} />
  return (
    <Asking {...view} path={path}>
      <QuestionField
        reader={view.frame}
        question={question}
        path={path}
        typed={view.typed}
        error={problem}
        lists={view.lists}
        files={question.type === 'files' ? ((stored as FileAnswer[] | undefined) ?? []) : undefined}
        origin={view.origins.get(path)}
      />
    </Asking>
  )
}

/** Shown, not asked: it stays as it was sent. */
function Kept({ question, path, evaluation, lists, frame }: ScreenView & { question: Question; path: string }) {
  const value = shownValue(question, answerAt(evaluation.answers, path), { reader: frame, list: lists })
  return (
    <dl class="field said" id={idOf(path)}>
      <dt class="strong">{textIn(question.label, frame.language)}</dt>
      <dd class="keep-lines">{value ?? fillingWords(frame).notAnswered}</dd>
    </dl>
  )
}

/** What was asked back stands beside its question, with the reason. */
function Asking({ limits, path, frame, children }: ScreenView & { path: string; children: ComponentChildren }) {
  const reason = limits?.reasonAt(path)
  if (reason === undefined) return <>{children}</>
  return (
    <div class="asked-back">
      <p>
        <span class="strong">{matterWords(frame).pleaseChange}:</span> <span class="keep-lines">{reason}</span>
      </p>
      {children}
    </div>
  )
}

function Together({ group, path, ...view }: ScreenView & { group: Group; path: string; level: Level }) {
  const problem = view.problems.find((one) => one.path === path)
  return (
    <fieldset class={problem ? 'field wrong together' : 'field together'} id={idOf(path)}>
      <legend class="title">{textIn(group.title, view.frame.language)}</legend>
      {group.hint && <p class="hint">{textIn(group.hint, view.frame.language)}</p>}
      {problem && <p class="error">{problem.message}</p>}
      <Items {...view} items={group.items} at={path} level={3} />
    </fieldset>
  )
}
