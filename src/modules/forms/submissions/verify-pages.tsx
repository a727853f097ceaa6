// The page that checks receipts.
import { ErrorSummary, FileField, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Button, Facts, Notice } from '../../../design/parts.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import { momentIn } from './receipt-view.ts'
import type { Finding } from './verify.ts'
import { verifyWords } from './verify-words.ts'

type Props = {
  frame: Frame
  finding?: Finding | undefined
  typed?: { reference: string; code: string }
  problems?: readonly Problem[]
}

export function VerifyPage({ frame, finding, typed = { reference: '', code: '' }, problems = [] }: Props) {
  const text = verifyWords(frame)
  const labels: Record<string, string> = { file: text.file, reference: text.reference, code: text.code }
  const errorOf = (field: string) => problems.find((problem) => problem.field === field)?.message
  return (
    <Layout
      frame={frame}
      title={text.title}
      description={text.lead}
      breadcrumb={[{ label: text.title }]}
      problems={problems.length > 0}
    >
      <div class="wrap page">
        <ErrorSummary
          reader={frame}
          problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? problem.field }))}
        />
        <h1>{text.title}</h1>
        <p class="lead">{text.lead}</p>
        {finding && <FindingNotice frame={frame} finding={finding} />}
        <form method="post" action={pathIn(frame.language, '/verify')} enctype="multipart/form-data" noValidate>
          <FileField reader={frame} name="file" label={text.file} hint={text.fileHint} accept={['pdf']} error={errorOf('file')} />
          <h2 class="section">{text.or}</h2>
          <TextField
            reader={frame}
            name="reference"
            label={text.reference}
            hint={text.referenceHint}
            value={typed.reference}
            error={errorOf('reference')}
            autocomplete="off"
            maxLength={60}
            width={10}
          />
          <TextField
            reader={frame}
            name="code"
            label={text.code}
            hint={text.codeHint}
            value={typed.code}
            error={errorOf('code')}
            autocomplete="off"
            maxLength={60}
            width={10}
          />
          <div class="actions">
            <Button>{text.check}</Button>
          </div>
        </form>
        <div class="section">
          <p class="meta">{text.notQualified}</p>
          <p class="meta">
            <a href="/verify/key.json">{text.key}</a>
          </p>
        </div>
      </div>
    </Layout>
  )
}

function FindingNotice({ frame, finding }: { frame: Frame; finding: Finding }) {
  const text = verifyWords(frame)
  if (finding.is !== 'valid')
    return (
      <Notice tone={finding.is === 'changed' ? 'bad' : 'warn'} title={text[finding.is]} status>
        <p>{text[`${finding.is}More`]}</p>
      </Notice>
    )
  const facts = [
    { label: text.form, value: finding.form },
    { label: text.reference, value: showReference(finding.reference) },
    { label: text.receivedAt, value: momentIn(frame, finding.receivedAt) },
  ]
  return (
    <Notice tone="ok" title={finding.by === 'file' ? text.validFile : text.validCode} status>
      <Facts items={facts} />
      {finding.by === 'code' && <p>{text.validCodeMore}</p>}
    </Notice>
  )
}
