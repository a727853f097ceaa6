// The register of processing and the security audit, as pages of the desk.

import { DeskLayout } from '../../design/desk-layout.tsx'
import { TextField } from '../../design/fields.tsx'
import { dayOf, formatDay, formatTime } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Button, EmptyState } from '../../design/parts.tsx'
import { Table } from '../../design/table.tsx'
import { pathIn } from '../../kernel/language.ts'
import type { AuditFilter, AuditRow } from './audit-list.ts'
import { actionInWords, detailInWords, namedInWords } from './audit-words.ts'
import { deskWords } from './desk-words.ts'
import type { RegisterEntry } from './register.ts'

type RegisterProps = { frame: Frame; entries: readonly RegisterEntry[]; without: readonly string[] }

export function RegisterPage({ frame, entries, without }: RegisterProps) {
  const text = deskWords(frame)
  const link = (path: string) => pathIn(frame.language, `/desk/privacy/register${path}`)
  return (
    <DeskLayout frame={frame} title={text.registerTitle} meta={text.registerMeta} room={pathIn(frame.language, '/desk/looks')}>
      <p>
        {text.controller}: {frame.town.officialName} · <a href={link('.csv')}>{text.asCsv}</a> ·{' '}
        <a href={link('.json')}>{text.asJson}</a>
      </p>
      <Table
        caption={text.registerTitle}
        captionHidden
        rows={entries}
        columns={[
          {
            label: text.purpose,
            cell: ({ purpose, component }) => (
              <>
                {purpose}
                <span class="meta block">{component}</span>
              </>
            ),
          },
          { label: text.basis, cell: ({ legalBasis }) => legalBasis },
          { label: text.subjects, cell: ({ subjects }) => subjects },
          { label: text.categories, cell: ({ categories }) => categories },
          { label: text.recipients, cell: ({ recipients }) => recipients },
          { label: text.erased, cell: ({ erasedAfter }) => erasedAfter },
        ]}
      />
      {without.length > 0 && (
        <section class="section">
          <h2>{text.without}</h2>
          <ul class="bullets">
            {without.map((name) => (
              <li>{name}</li>
            ))}
          </ul>
        </section>
      )}
    </DeskLayout>
  )
}

const asTyped = (day = ''): string => day.split('-').reverse().join('.')

type AuditProps = {
  frame: Frame
  rows: readonly AuditRow[]
  actions: readonly string[]
  lastSeal: Date | undefined
  filter: AuditFilter
  olderUrl: string | undefined
  newestUrl: string | undefined
  /** What a permission allows, in words. */
  permissionWord: (permission: string) => string
}

/** What it is in words; the id below, small: an auditor compares it. */
function Named({ frame, named }: { frame: Frame; named: string }) {
  const { word, id } = namedInWords(frame, named)
  return (
    <>
      {word}
      {id && <span class="meta block breaking">{id}</span>}
    </>
  )
}

export function AuditPage({ frame, rows, actions, lastSeal, filter, olderUrl, newestUrl, permissionWord }: AuditProps) {
  const text = deskWords(frame)
  const when = (at: Date) => `${formatDay(frame.language, dayOf(at))}, ${formatTime(frame, at)}`
  return (
    <DeskLayout
      frame={frame}
      title={text.auditTitle}
      meta={`${text.auditMeta} ${lastSeal ? text.lastSeal(when(lastSeal)) : text.neverSealed}`}
    >
      <form method="get" action={pathIn(frame.language, '/desk/looks/audit')} class="actions">
        <div class="field">
          <label for="action">{text.action}</label>
          <select class="input" id="action" name="action">
            <option value="">{text.allActions}</option>
            {actions.map((action) => (
              <option value={action} selected={action === filter.action}>
                {actionInWords(frame, action)}
              </option>
            ))}
          </select>
        </div>
        <TextField reader={frame} name="object" label={text.object} value={filter.object} />
        <TextField reader={frame} name="from" label={text.from} hint={text.dayHint} value={asTyped(filter.from)} width={10} />
        <TextField reader={frame} name="to" label={text.to} hint={text.dayHint} value={asTyped(filter.to)} width={10} />
        <Button secondary>{text.filter}</Button>
      </form>
      {rows.length === 0 ? (
        <EmptyState title={text.auditEmpty}>
          <p>{text.auditEmptyText}</p>
        </EmptyState>
      ) : (
        <Table
          caption={text.auditTitle}
          captionHidden
          rows={rows}
          columns={[
            { label: text.when, cell: ({ at, sequence }) => `${when(at)} (${sequence})` },
            { label: text.action, cell: ({ action }) => actionInWords(frame, action) },
            { label: text.object, cell: ({ object }) => <Named frame={frame} named={object} /> },
            { label: text.who, cell: ({ actor }) => <Named frame={frame} named={actor} /> },
            {
              label: text.details,
              cell: ({ details }) =>
                Object.entries(details)
                  .map(([name, value]) =>
                    detailInWords(frame, name, name === 'permission' ? permissionWord(String(value)) : value),
                  )
                  .join(', '),
            },
            { label: text.sealState, cell: ({ sealed }) => (sealed ? text.sealed : text.notSealed) },
          ]}
        />
      )}
      <p class="actions">
        {newestUrl && <a href={newestUrl}>{text.newest}</a>} {olderUrl && <a href={olderUrl}>{text.older}</a>}
      </p>
    </DeskLayout>
  )
}
