// The check list, what changes, and the one button that gives the form to everybody.
import type { ComponentChildren } from 'preact'
import { TextArea } from '../../../design/fields.tsx'
import type { Frame, Link } from '../../../design/frame.ts'
import { Badge, Button, Notice } from '../../../design/parts.tsx'
import type { Reader } from '../../../kernel/words.ts'
import { BuilderLayout, type Said } from './builder-layout.tsx'
import type { Finding, PointState } from './checklist.ts'
import type { VersionDifference } from './compare.ts'
import type { DeskForm } from './desk-form.ts'
import { DifferenceList } from './difference-list.tsx'
import type { Hindrance } from './publish.ts'
import { type PublishWords, publishWords } from './publish-words.ts'

export type PublishView = {
  frame: Frame
  open: DeskForm
  /** The page of the second person, which stands for itself. */
  approving: boolean
  back?: Link | undefined
  states: readonly PointState[]
  hindrance: Hindrance | undefined
  /** Undefined: there is no version yet. */
  differences: readonly VersionDifference[] | undefined
  publicUrl: string | undefined
  said?: Said | undefined
  noteProblem?: string | undefined
}

export function PublishPage(view: PublishView) {
  const { frame, open, approving, back, states, said, noteProblem } = view
  const text = publishWords(frame)
  const { copy } = open
  const title = approving ? text.approvalOf(copy.document.title.de) : copy.document.title.de
  const missing = states.filter(({ state }) => state === 'blocks').length
  const problems = noteProblem ? [{ field: 'note', label: text.note, message: noteProblem }] : []
  return (
    <BuilderLayout
      frame={frame}
      open={open}
      title={title}
      part={approving ? undefined : 'publish'}
      back={back}
      said={said}
      problems={problems}
    >
      {copy.note !== '' && (
        <Notice tone="warn">
          <p>{text.sentBack(copy.note)}</p>
        </Notice>
      )}
      <div class="desk-case section">
        <div>
          <h2>{text.title}</h2>
          <p>{missing === 0 ? text.ready : text.open(missing)}</p>
          <ul class="check-list">
            {states.map((state) => (
              <PointLine reader={frame} state={state} url={approving ? undefined : open.url} />
            ))}
          </ul>
          <section>
            <h2>{text.changes}</h2>
            {view.differences === undefined ? (
              <p>{text.firstVersion}</p>
            ) : view.differences.length === 0 ? (
              <p>{text.noChanges}</p>
            ) : (
              <DifferenceList reader={frame} differences={view.differences} />
            )}
          </section>
        </div>
        <aside aria-labelledby="publish-title">
          <h2 id="publish-title">{text.publishTitle}</h2>
          <Publishing {...view} missing={missing} />
        </aside>
      </div>
    </BuilderLayout>
  )
}

function PointLine({ reader, state, url }: { reader: Reader; state: PointState; url: DeskForm['url'] | undefined }) {
  const text = publishWords(reader)
  const { point, findings } = state
  return (
    <li>
      <div class="check-point">
        <span class="strong">{text[point]}</span>
        <Badge tone={state.state === 'done' ? 'ok' : state.state === 'blocks' ? 'bad' : 'plain'}>
          {state.state === 'done' ? text.done : state.state === 'blocks' ? text.blocks : text.hintState}
        </Badge>
      </div>
      {findings.length > 0 && (
        <ul class="bullets">
          {findings.map((finding) => (
            <li>
              {url ? <a href={url(finding.path)}>{findingLine(text, finding)}</a> : findingLine(text, finding)}
              {finding.more && !/^\d+$/.test(finding.more) && <span class="meta block">{finding.more}</span>}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

export function findingLine(text: PublishWords, { text: what, name, more = '' }: Finding): string {
  const language = name === 'en' ? text.english : text.easy
  if (what === 'untranslated') return text.untranslated(language, more)
  if (what === 'outdated') return text.outdated(language, more)
  const said = what === 'structure' ? text.structureFault : what === 'document' ? text.documentFault : text[what]
  return name === '' ? said : `${name}: ${said}`
}

function Publishing({
  frame,
  open,
  approving,
  hindrance,
  differences,
  publicUrl,
  noteProblem,
  missing,
}: PublishView & { missing: number }) {
  const text = publishWords(frame)
  const { copy } = open
  const action = open.url(approving ? 'approval' : 'publish')
  const published = copy.published_revision === copy.revision
  const Send = ({ go, secondary, children }: { go: string; secondary?: boolean; children: ComponentChildren }) => (
    <form method="post" action={action}>
      <input type="hidden" name="revision" value={copy.revision} />
      <Button name="go" value={go} secondary={secondary}>
        {children}
      </Button>
    </form>
  )
  return (
    <>
      {publicUrl && (
        <p>
          <a href={publicUrl}>{text.openForm}</a>
        </p>
      )}
      {published && differences !== undefined ? (
        <p>{text.nothingNew}</p>
      ) : (
        <>
          {copy.asked_at && !approving && <p>{text.isAsked}</p>}
          {hindrance === undefined && (
            <>
              <p>{text.publishHow}</p>
              {missing === 0 && <Send go="publish">{text.publish}</Send>}
            </>
          )}
          {hindrance === 'permission' && <p>{text.noPermission}</p>}
          {hindrance === 'same-person' && <p>{text.samePerson}</p>}
          {hindrance === 'lent-by-first' && <p>{text.lentByFirst}</p>}
          {hindrance !== undefined && !approving && !copy.asked_at && missing === 0 && (
            <>
              <p>{text.askHow}</p>
              <Send go="ask">{text.ask}</Send>
            </>
          )}
        </>
      )}
      {approving && (
        <form method="post" action={action} noValidate class="section">
          <TextArea reader={frame} name="note" label={text.note} rows={3} error={noteProblem} />
          <Button secondary name="go" value="return">
            {text.giveBack}
          </Button>
        </form>
      )}
    </>
  )
}
