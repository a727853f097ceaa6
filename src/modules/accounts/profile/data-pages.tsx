// The pages "My data", correction and consents.

import type { ConsentPurpose } from '../../../contracts/consents.ts'
import type { DataEntry } from '../../../contracts/my-data.ts'
import { ErrorSummary, type FieldProblem, TextArea } from '../../../design/fields.tsx'
import { dayOf, formatDay } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Button, EmptyState, Notice } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { AccountPage, ActButton } from './account-page.tsx'
import { dataWords } from './data-words.ts'
import type { MyDataFound } from './my-data.ts'
import { profileWords } from './words.ts'

export function DataPage({
  frame,
  found: { chapters, missing },
  erasable,
  done,
}: {
  frame: Frame
  found: MyDataFound
  erasable: boolean
  done?: string | undefined
}) {
  const text = dataWords(frame)
  const url = (path: string) => pathIn(frame.language, path)
  return (
    <AccountPage frame={frame} title={profileWords(frame).myData} place="data" lead={text.lead} done={done}>
      {missing.length > 0 && (
        <Notice tone="warn" title={text.incomplete}>
          <p>{text.notAnswering(missing.join(', '))}</p>
        </Notice>
      )}
      <section class="section">
        <h2>{text.download}</h2>
        <ul class="plain">
          <li>
            <a href={url('/accounts/data.pdf')}>{text.asPdf}</a>
          </li>
          <li>
            <a href={url('/accounts/data.json')}>{text.asJson}</a>
          </li>
        </ul>
      </section>
      {chapters.map(({ title, room, purpose, legalBasis, keptUntil, entries }) => (
        <section class="section">
          <h2>{title === room ? title : `${title} (${room})`}</h2>
          <p class="meta">
            {text.purpose}: {purpose}. {text.legalBasis}: {legalBasis}. {text.keptUntil}: {keptUntil}.
          </p>
          {entries.length === 0 ? (
            <p>{text.empty}</p>
          ) : (
            <Table
              caption={title}
              captionHidden
              columns={[
                { label: text.what, cell: ({ what }) => what },
                { label: text.value, cell: ({ value }) => value },
                ...(entries.some(({ source, since }) => source || since)
                  ? [
                      {
                        label: text.origin,
                        cell: ({ source, since }: DataEntry) =>
                          [source, since && `${text.since} ${since}`].filter(Boolean).join(', ') || '–',
                      },
                    ]
                  : []),
              ]}
              rows={entries}
            />
          )}
        </section>
      ))}
      <section class="section">
        <h2>{text.rights}</h2>
        <ul class="plain">
          <li>
            <a href={url('/accounts/data/correction')}>{text.correctLink}</a>
          </li>
          {erasable && (
            <li>
              <a href={url('/accounts/erase')}>{text.eraseLink}</a>
            </li>
          )}
        </ul>
      </section>
    </AccountPage>
  )
}

type Correction = { frame: Frame; problems: readonly FieldProblem[]; wish: string }

export function CorrectionPage({ frame, problems, wish }: Correction) {
  const text = dataWords(frame)
  return (
    <AccountPage
      frame={frame}
      title={text.correctTitle}
      place="data"
      lead={text.correctLead}
      problems={problems.length > 0}
      below
    >
      <ErrorSummary reader={frame} problems={problems} />
      <form method="post" action={pathIn(frame.language, '/accounts/data/correction')} novalidate>
        <TextArea reader={frame} name="wish" label={text.wish} error={problems[0]?.message} value={wish} rows={6} />
        <p class="actions">
          <Button>{text.wishSend}</Button>
        </p>
      </form>
    </AccountPage>
  )
}

export type ConsentLine = ConsentPurpose & { since?: Date | undefined; outdated: boolean }
export type PastConsent = { receiver: string; wording: string; version: number; givenAt: Date; withdrawnAt: Date | null }
type Consents = { frame: Frame; lines: readonly ConsentLine[]; past: readonly PastConsent[]; done?: string | undefined }

export function ConsentsPage({ frame, lines, past, done }: Consents) {
  const text = dataWords(frame)
  const day = (at: Date) => formatDay(frame.language, dayOf(at))
  const action = pathIn(frame.language, '/accounts/consents')
  return (
    <AccountPage frame={frame} title={profileWords(frame).consents} place="consents" lead={text.consentsLead} done={done}>
      {lines.length === 0 && (
        <EmptyState title={text.notAllowed}>
          <p>{text.consentsNone}</p>
        </EmptyState>
      )}
      {lines.map(({ key, title, text: what, receiver, withdrawal, since, outdated }) => (
        <section class="section">
          <h2>{title}</h2>
          <p>{what}</p>
          <dl class="pairs">
            <div>
              <dt>{text.receiver}</dt>
              <dd>{receiver}</dd>
            </div>
            <div>
              <dt>{text.withdrawalMeans}</dt>
              <dd>{withdrawal}</dd>
            </div>
          </dl>
          <p>
            <strong>{since ? text.allowed(day(since)) : text.notAllowed}</strong> {outdated && text.newWording}
          </p>
          <ActButton
            action={action}
            label={since ? text.withdraw : text.allow}
            about={`: ${title}`}
            fields={{ purpose: key, receiver, act: since ? 'withdraw' : 'give' }}
          />
        </section>
      ))}
      {past.length > 0 && (
        <section class="section">
          <h2>{text.history}</h2>
          <ul class="timeline">
            {past.map(({ receiver, wording, version, givenAt, withdrawnAt }) => (
              <li>
                {wording}
                <span class="meta block">
                  {receiver} · {text.version(version)} · {text.allowed(day(givenAt))}
                  {withdrawnAt && ` · ${text.historyWithdrawn(day(withdrawnAt))}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </AccountPage>
  )
}
