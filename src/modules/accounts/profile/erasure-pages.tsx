// The pages on which an account ends: what will happen, and what has happened.
import { Checkboxes, ErrorSummary, type FieldProblem } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Button, Notice } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { AccountPage } from './account-page.tsx'
import { dataWords } from './data-words.ts'
import type { ErasureReceipt, RoomReport } from './erasure.ts'

export type ErasureView = {
  reports: readonly RoomReport[]
  missing: readonly string[]
  /** Names of organisations that would be left without anybody who may decide. */
  soleOwnerOf: readonly string[]
}

export function ErasurePage({ frame, view, problems }: { frame: Frame; view: ErasureView; problems: readonly FieldProblem[] }) {
  const text = dataWords(frame)
  const { reports, missing, soleOwnerOf } = view
  const possible = missing.length === 0 && soleOwnerOf.length === 0
  return (
    <AccountPage frame={frame} title={text.eraseTitle} place="data" lead={text.eraseLead} problems={problems.length > 0} below>
      <ErrorSummary reader={frame} problems={problems} />
      {missing.length > 0 && (
        <Notice tone="warn" title={text.cannotForesee}>
          <p>{text.notAnswering(missing.join(', '))}</p>
        </Notice>
      )}
      {soleOwnerOf.length > 0 && (
        <Notice tone="warn">
          <p>
            {text.soleOwner(soleOwnerOf.join(', '))} <a href={pathIn(frame.language, '/accounts/acting')}>{text.soleOwnerLink}</a>
          </p>
        </Notice>
      )}
      <p>{text.eraseOrder}</p>
      <Reports frame={frame} reports={reports} done={text.willBeDone} kept={text.willBeKept} />
      {possible && (
        <form method="post" action={pathIn(frame.language, '/accounts/erase')} novalidate>
          <Checkboxes
            reader={frame}
            name="sure"
            label={text.eraseTitle}
            error={problems[0]?.message}
            values={[]}
            choices={[{ value: 'yes', label: text.confirmErase }]}
          />
          <p class="actions">
            <Button danger>{text.eraseNow}</Button>
            <a href={pathIn(frame.language, '/accounts/data')}>{text.keepAccount}</a>
          </p>
        </form>
      )}
    </AccountPage>
  )
}

export function ErasedPage({ frame, receipt: { finished, reports } }: { frame: Frame; receipt: ErasureReceipt }) {
  const text = dataWords(frame)
  const title = finished ? text.erasedTitle : text.erasingTitle
  return (
    <Layout frame={frame} title={title} noIndex>
      <div class="wrap page">
        <h1>{title}</h1>
        <p class="lead">{finished ? text.erasedLead : text.erasingLead}</p>
        <Reports frame={frame} reports={reports} done={text.wasDone} kept={text.wasKept} />
        <p class="meta">{text.erasedPrint}</p>
      </div>
    </Layout>
  )
}

function Reports({ frame, reports, done, kept }: { frame: Frame; reports: readonly RoomReport[]; done: string; kept: string }) {
  const text = dataWords(frame)
  const doneLines = reports.flatMap(({ report }) => report.done)
  const keptLines = reports.flatMap(({ report }) => report.kept)
  return (
    <>
      <section class="section">
        <h2>{done}</h2>
        {doneLines.length === 0 && <p>{text.nothingDone}</p>}
        <ul class="bullets">
          {doneLines.map(({ what, how }) => (
            <li>
              {what} ({text[how]})
            </li>
          ))}
        </ul>
      </section>
      <section class="section">
        <h2>{kept}</h2>
        {keptLines.length === 0 && <p>{text.nothingKept}</p>}
        <ul class="bullets">
          {keptLines.map(({ what, law, until }) => (
            <li>{text.keptLine(what, law, until)}</li>
          ))}
        </ul>
      </section>
    </>
  )
}
