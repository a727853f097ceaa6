// The frame of every page of one form on the desk: its name, its state, its parts, and what was just done.
import type { ComponentChildren } from 'preact'
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, type FieldProblem } from '../../../design/fields.tsx'
import type { Frame, Link } from '../../../design/frame.ts'
import { Badge, Notice, type Tone } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { changeLine } from './action-words.ts'
import { type BuilderWords, builderWords } from './builder-words.ts'
import type { DeskForm, FormState } from './desk-form.ts'
import { stateOf } from './desk-form.ts'
import type { Change } from './working-copy.ts'

const parts = [
  ['', 'partPages'],
  ['rules', 'partRules'],
  ['papers', 'partPapers'],
  ['languages', 'partLanguages'],
  ['try', 'partTest'],
  ['publish', 'partPublish'],
  ['history', 'partHistory'],
  ['operation', 'partSettings'],
] as const
export type Part = (typeof parts)[number][0]

export type Said = { tone: Tone; text: string }

export const stateWord = (text: BuilderWords, state: FormState): string =>
  state === 'changed' ? text['changed-state'] : text[state]
const tones: Record<FormState, Tone> = { draft: 'plain', asked: 'warn', live: 'ok', changed: 'warn', paused: 'warn' }

export const StateBadge = ({ frame, state }: { frame: Frame; state: FormState }) => (
  <Badge tone={tones[state]}>{stateWord(builderWords(frame), state)}</Badge>
)

type BuilderLayoutProps = {
  frame: Frame
  open: DeskForm
  title: string
  /** Marks the part in the navigation; a page within a part leads back instead. */
  part?: Part | undefined
  back?: Link | undefined
  problems?: readonly FieldProblem[] | undefined
  said?: Said | undefined
  conflict?: readonly Change[] | undefined
  islands?: readonly string[] | undefined
  children: ComponentChildren
}

export function BuilderLayout({
  frame,
  open,
  title,
  part,
  back,
  problems = [],
  said,
  conflict,
  islands,
  children,
}: BuilderLayoutProps) {
  const text = builderWords(frame)
  const room = pathIn(frame.language, '/desk/forms')
  return (
    <DeskLayout
      frame={frame}
      title={title}
      room={room}
      back={back ?? { label: text.toForms, url: room }}
      problems={problems.length > 0}
      aside={<StateBadge frame={frame} state={stateOf(open.form, open.copy)} />}
      {...(islands && { islands: [...islands] })}
      {...(part === undefined && { meta: open.copy.document.title.de })}
    >
      {part !== undefined && (
        <nav class="tabs section" aria-label={text.parts}>
          <ul>
            {parts.map(([key, name]) => (
              <li>
                <a href={open.url(key)} aria-current={key === part ? 'page' : undefined}>
                  {text[name]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <ErrorSummary reader={frame} problems={problems} />
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      {conflict && (
        <Notice tone="warn" title={text.conflict} status>
          <p>{text.conflictHow}</p>
          <ul class="bullets">
            {conflict.slice(0, 10).map((change) => (
              <li>{changeLine(frame, change)}</li>
            ))}
          </ul>
        </Notice>
      )}
      {children}
    </DeskLayout>
  )
}

/** What a page says after a step, by the word in its address. */
export function saidOf(text: BuilderWords, done: string | undefined): Said | undefined {
  switch (done) {
    case 'saved':
    case 'moved':
    case 'added':
    case 'removed':
    case 'undone':
      return { tone: 'ok', text: text[done] }
    case 'gone':
      return { tone: 'bad', text: text['refused-gone'] }
    case 'too-many':
      return { tone: 'bad', text: text['refused-too-many'] }
    default:
      return undefined
  }
}

/** The mark of what the page shows, sent along with what is typed. */
export const Seen = ({ revision, mark }: { revision: number; mark: string }) => (
  <>
    <input type="hidden" name="revision" value={revision} />
    <input type="hidden" name="mark" value={mark} />
  </>
)
