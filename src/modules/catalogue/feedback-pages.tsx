// Shown when someone sent the question under a service without an answer: the same question, with what to do.
import { ErrorSummary } from '../../design/fields.tsx'
import type { Frame } from '../../design/frame.ts'
import { Layout } from '../../design/layout.tsx'
import { Button } from '../../design/parts.tsx'
import { factWords } from './fact-words.ts'
import { catalogueWords } from './words.ts'

type Asked = { frame: Frame; service: { label: string; url: string }; feedbackUrl: string; message: string }

export function FeedbackAgainPage({ frame, service, feedbackUrl, message }: Asked) {
  const text = catalogueWords(frame)
  const answers = [
    ['yes', text.answerYes],
    ['partly', text.answerPartly],
    ['no', text.answerNo],
  ] as const
  return (
    <Layout frame={frame} title={text.wasThisIt} breadcrumb={[service, { label: text.wasThisIt }]} problems noIndex>
      <div class="wrap page">
        <ErrorSummary reader={frame} problems={[{ field: 'answer', label: text.wasThisIt, message }]} />
        <h1>{text.wasThisIt}</h1>
        <p class="lead">{service.label}</p>
        <form action={feedbackUrl} method="post" class="section">
          <fieldset id="answer" tabIndex={-1}>
            <legend class="hidden">{factWords(frame).chooseAnswer}</legend>
            <div class="actions">
              {answers.map(([value, label]) => (
                <Button secondary name="answer" value={value}>
                  {label}
                </Button>
              ))}
            </div>
          </fieldset>
        </form>
      </div>
    </Layout>
  )
}
