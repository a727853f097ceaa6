// The texts of the messages on the desk: the list, and one text with its placeholders, preview and earlier versions.
import type { MessageTemplate } from '../../contracts/messages.ts'
import { DeskLayout } from '../../design/desk-layout.tsx'
import { ErrorSummary, TextArea, TextField } from '../../design/fields.tsx'
import type { Frame } from '../../design/frame.ts'
import { Button, EmptyState, Notice } from '../../design/parts.tsx'
import { Table } from '../../design/table.tsx'
import type { Problem } from '../../kernel/http/forms.ts'
import { htmlLang, pathIn } from '../../kernel/language.ts'
import { placeholdersOf, type Wording } from './rendering.ts'
import { shortTime } from './state-words.ts'
import { type Tongue, wordingKey } from './template.ts'
import type { Version } from './wording.ts'
import { notifyWords } from './words.ts'

export const templatesPath = '/desk/notify/templates'
const tongues: readonly Tongue[] = ['de', 'en']

type ListProps = { frame: Frame; templates: readonly MessageTemplate[]; own: ReadonlySet<string> }

export function TemplatesPage({ frame, templates, own }: ListProps) {
  const text = notifyWords(frame)
  const base = pathIn(frame.language, templatesPath)
  const titles: Record<Tongue, string> = { de: text.columnGerman, en: text.columnEnglish }
  return (
    <DeskLayout frame={frame} title={text.templates} meta={text.templatesMeta} room={base}>
      {templates.length === 0 ? (
        <EmptyState title={text.noTemplates}>
          <p>{text.noTemplatesText}</p>
        </EmptyState>
      ) : (
        <Table
          caption={text.templatesCaption}
          rows={templates}
          columns={[
            {
              label: text.columnSentWhen,
              cell: ({ key, sentWhen }) => (
                <>
                  {sentWhen[htmlLang(frame.language)]}
                  <span class="meta block">{key}</span>
                </>
              ),
            },
            ...tongues.map((tongue) => ({
              label: titles[tongue],
              cell: ({ key, texts }: MessageTemplate) => (
                <>
                  <a href={`${base}/${key}/${tongue}`} lang={tongue}>
                    {texts[tongue].subject}
                  </a>
                  <span class="meta block">{own.has(wordingKey(key, tongue)) ? text.ownWords : text.standardWords}</span>
                </>
              ),
            })),
          ]}
        />
      )}
    </DeskLayout>
  )
}

export type TemplateProps = {
  frame: Frame
  template: MessageTemplate
  tongue: Tongue
  typed: Wording
  problems: readonly Problem[]
  preview: Wording | undefined
  versions: readonly Version[]
  saved: boolean
  outdated: boolean
}

export function TemplatePage(props: TemplateProps) {
  const { frame, template, tongue, typed, problems, preview, versions, saved, outdated } = props
  const text = notifyWords(frame)
  const base = pathIn(frame.language, templatesPath)
  const labels: Record<string, string> = { subject: text.subject, text: text.text }
  const errorOf = (field: string): string | undefined => problems.find((one) => one.field === field)?.message
  return (
    <DeskLayout
      frame={frame}
      title={text.editTitle(tongue === 'de')}
      meta={`${template.sentWhen[htmlLang(frame.language)]} (${template.key})`}
      back={{ label: text.backToTemplates, url: base }}
      room={base}
      problems={problems.length > 0}
    >
      <ErrorSummary
        reader={frame}
        problems={problems.map(({ field, message }) => ({ field, message, label: labels[field] ?? field }))}
      />
      {saved && (
        <Notice tone="ok" status>
          {text.saved}
        </Notice>
      )}
      {outdated && (
        <Notice tone="warn" title={text.outdated} status>
          <p>{text.outdatedText}</p>
        </Notice>
      )}
      {preview && <Preview frame={frame} preview={preview} tongue={tongue} />}
      <form method="post" action={`${base}/${template.key}/${tongue}`} noValidate class="measure">
        <input type="hidden" name="basedOn" value={versions[0]?.version ?? 0} />
        <TextField reader={frame} name="subject" label={text.subject} value={typed.subject} error={errorOf('subject')} />
        <TextArea
          reader={frame}
          name="text"
          label={text.text}
          hint={text.textHint}
          rows={12}
          value={typed.text}
          error={errorOf('text')}
        />
        <section class="section">
          <h2>{text.placeholdersTitle}</h2>
          <p>{text.placeholdersText}</p>
          <p>
            {placeholdersOf(template).map((name, index) => (
              <>
                {index > 0 && ', '}
                <code>{`{${name}}`}</code>
              </>
            ))}
          </p>
        </section>
        <p class="actions">
          <Button name="step" value="save">
            {text.save}
          </Button>
          <Button secondary name="step" value="preview">
            {text.preview}
          </Button>
        </p>
      </form>
      <History {...props} />
    </DeskLayout>
  )
}

function Preview({ frame, preview, tongue }: { frame: Frame; preview: Wording; tongue: Tongue }) {
  const text = notifyWords(frame)
  return (
    <section class="section box measure" aria-labelledby="preview">
      <h2 id="preview">{text.previewTitle}</h2>
      <p class="meta">{text.previewHint}</p>
      <div lang={tongue}>
        <p>
          <strong>{preview.subject}</strong>
        </p>
        <p class="keep-lines">{preview.text}</p>
      </div>
    </section>
  )
}

function History({ frame, template, tongue, versions }: TemplateProps) {
  const text = notifyWords(frame)
  const action = `${pathIn(frame.language, templatesPath)}/${template.key}/${tongue}/version`
  const original = { version: 0, ...template.texts[tongue] }
  const all = [
    ...versions.map(({ version, subject, body, writtenAt }) => ({
      version,
      title: text.version(version, shortTime(frame, writtenAt)),
      note: subject === null ? text.versionOriginal : undefined,
      shown: subject === null || body === null ? template.texts[tongue] : { subject, text: body },
    })),
    { version: 0, title: text.versionOriginal, note: undefined, shown: original },
  ]
  return (
    <section class="section measure" aria-labelledby="history">
      <h2 id="history">{text.history}</h2>
      {versions.length === 0 && <p>{text.historyNone}</p>}
      {versions.length > 0 &&
        all.map(({ version, title, note, shown }, index) => (
          <details>
            <summary>
              {title}
              {(note || index === 0) && ` (${[note, index === 0 && text.versionCurrent].filter(Boolean).join(', ')})`}
            </summary>
            <div lang={tongue}>
              <p>
                <strong>{shown.subject}</strong>
              </p>
              <p class="keep-lines">{shown.text}</p>
            </div>
            {index > 0 && (
              <form method="post" action={action}>
                <input type="hidden" name="basedOn" value={versions[0]?.version ?? 0} />
                <p>
                  <Button secondary name="version" value={String(version)}>
                    {text.takeUp}
                    <span class="hidden">: {title}</span>
                  </Button>
                </p>
              </form>
            )}
          </details>
        ))}
    </section>
  )
}
