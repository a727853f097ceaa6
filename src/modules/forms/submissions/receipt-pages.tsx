// The receipt as a page.
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { ButtonLink, Notice } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { ShownPart } from './answer-view.ts'
import type { ReceiptView } from './receipt-view.ts'
import { receiptWords } from './words.ts'

type Props = { frame: Frame; view: ReceiptView; pdfUrl: string; verifyUrl: string; account: boolean }

export function ReceiptPage({ frame, view, pdfUrl, verifyUrl, account }: Props) {
  const text = receiptWords(frame)
  return (
    <Layout frame={frame} title={`${text.title}: ${view.form}`} search="none" noIndex breadcrumb={[{ label: text.title }]}>
      <div class="wrap page">
        <div class="measure">
          <h1>{text.arrived}</h1>
          <div class="section">
            <Notice tone="ok">
              <p>{text.keep}</p>
              <p>{account ? text.inMailbox : text.noAccount}</p>
            </Notice>
          </div>
          <div class="section">
            <Pairs items={view.facts} />
          </div>
          <div class="actions">
            <ButtonLink url={pdfUrl}>{text.download}</ButtonLink>
          </div>
          {view.next && (
            <section class="section">
              <h2>{text.next}</h2>
              <p>{view.next}</p>
            </section>
          )}
          {view.erased && <p>{view.erased}</p>}
          <AnswerParts parts={view.answers} />
          {view.contact.length > 0 && (
            <section class="section">
              <h2>{text.contact}</h2>
              {view.contact.map((line) => (
                <p>{line}</p>
              ))}
            </section>
          )}
          <section class="section">
            <h2>{text.seal}</h2>
            <Pairs items={[{ label: text.code, value: view.code }]} />
            <p class="meta">{text.sealMeans(verifyUrl)}</p>
          </section>
        </div>
      </div>
    </Layout>
  )
}

/** Answers in the order of the form, a section for each page of it: on the receipt and on the desk. */
export function AnswerParts({ parts }: { parts: readonly ShownPart[] }) {
  const sections: ShownPart[][] = []
  for (const part of parts) {
    if (sections.length === 0 || (part.kind === 'heading' && part.level === 2)) sections.push([])
    sections.at(-1)?.push(part)
  }
  return (
    <>
      {sections.map((section) => (
        <section class="section">
          {section.map((part) => (
            <AnswerPart part={part} />
          ))}
        </section>
      ))}
    </>
  )
}

function AnswerPart({ part }: { part: ShownPart }) {
  if (part.kind === 'answers') return <Pairs items={part.items} />
  if (part.kind === 'heading') return part.level === 2 ? <h2>{part.text}</h2> : <h3>{part.text}</h3>
  const columns = part.head.map((label, index) => ({ label, cell: (row: string[]) => row[index] }))
  return <Table caption={part.caption} columns={columns} rows={part.rows} />
}

export function Pairs({ items }: { items: readonly { label: string; value: string }[] }) {
  return (
    <dl class="pairs">
      {items.map(({ label, value }) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
