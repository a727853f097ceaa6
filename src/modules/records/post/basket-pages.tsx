// The post basket, assigning what lies in it, and the cover sheet that brings scanned paper to its procedure.
import QRCode from 'qrcode'
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, SelectField, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, EmptyState } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { SignedIn } from '../../../kernel/access.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import type { Found, ProcedureLine } from '../desk/lists.ts'
import { errorOf, Pages, Places, type Said, SaidNotice } from '../desk/parts.tsx'
import { deskPath, shortTime } from '../desk/paths.ts'
import { DocumentFields, type TypedDocument } from '../desk/procedure-pages.tsx'
import type { UnitChoice } from '../desk/units.ts'
import { deskWords } from '../desk/words.ts'
import type { DocumentRow, ProcedureRow } from '../tables.ts'
import { recordsWords } from '../words.ts'
import type { BasketLine } from './basket.ts'
import { basketWords } from './words.ts'

export type TypedPost = TypedDocument & { unit: string; code: string }
type Props = {
  frame: Frame
  person: SignedIn
  found: Found<BasketLine>
  page: number
  units: readonly UnitChoice[]
  mayRecord: boolean
  typed: TypedPost
  problems: readonly Problem[]
  said: Said
}

export function BasketPage({ frame, person, found, page, units, mayRecord, typed, problems, said }: Props) {
  const text = basketWords(frame)
  const desk = deskWords(frame)
  const labels: Record<string, string> = {
    ...{ title: desk.documentTitle, direction: desk.direction, files: desk.choose, unit: desk.unit, code: text.code },
  }
  return (
    <DeskLayout frame={frame} title={text.title} problems={problems.length > 0}>
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? '' }))} />
      <Places frame={frame} person={person} current="basket" />
      <SaidNotice said={said} />
      {found.lines.length === 0 ? (
        <EmptyState title={text.empty}>
          <p>{text.emptyHow}</p>
        </EmptyState>
      ) : (
        <Table
          caption={text.caption}
          rows={found.lines}
          columns={[
            {
              label: text.what,
              cell: ({ id, title }) => <a href={deskPath(frame, mayRecord ? `/basket/${id}` : `/documents/${id}`)}>{title}</a>,
            },
            { label: desk.direction, cell: ({ direction }) => recordsWords(frame)[`direction-${direction}`] },
            { label: desk.unit, cell: ({ unit, unit_name }) => unit_name ?? (unit === '/' ? frame.town.name : unit) },
            { label: text.since, cell: ({ filed_at }) => shortTime(frame, filed_at) },
          ]}
        />
      )}
      <Pages frame={frame} page={page} more={found.more} urlOf={(one) => deskPath(frame, `/basket?page=${one}`)} />
      {mayRecord && (
        <section class="section measure" aria-labelledby="record">
          <h2 id="record">{text.record}</h2>
          <form method="post" action={deskPath(frame, '/basket')} encType="multipart/form-data" noValidate>
            <input type="hidden" name="once" value={typed.once} />
            <TextField
              reader={frame}
              name="code"
              label={text.code}
              hint={text.codeHint}
              value={typed.code}
              error={errorOf(problems, 'code')}
              maxLength={120}
              optional
            />
            <SelectField
              reader={frame}
              name="unit"
              label={desk.unit}
              hint={text.unitHint}
              value={typed.unit}
              error={errorOf(problems, 'unit')}
              choices={units.map(({ path, name }) => ({ value: path, label: name }))}
            />
            <DocumentFields frame={frame} typed={typed} problems={problems} />
            <Button>{text.recordIt}</Button>
          </form>
        </section>
      )}
    </DeskLayout>
  )
}

type AssignProps = {
  frame: Frame
  document: DocumentRow
  name: string
  query: string
  hits: readonly ProcedureLine[]
  typed: string
  problems: readonly Problem[]
}

export function AssignPage({ frame, document, name, query, hits, typed, problems }: AssignProps) {
  const text = basketWords(frame)
  const own = deskPath(frame, `/basket/${document.id}`)
  return (
    <DeskLayout
      frame={frame}
      title={text.assign}
      meta={`${document.title} · ${name}`}
      back={{ label: text.title, url: deskPath(frame, '/basket') }}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: text.code }))} />
      <p>
        <a href={deskPath(frame, `/documents/${document.id}`)}>{text.look}</a>
      </p>
      <form class="desk-search" method="get" action={own}>
        <label for="q">{text.find}</label>
        <input class="input" id="q" name="q" type="search" maxLength={200} value={query} aria-describedby="q-hint" />
        <Button secondary>{text.findDo}</Button>
      </form>
      <p class="meta" id="q-hint">
        {text.findHint}
      </p>
      {query !== '' && hits.length === 0 && <p>{text.noHits}</p>}
      {hits.length > 0 && (
        <Table
          caption={text.hits}
          rows={hits}
          columns={[
            {
              label: deskWords(frame).procedure,
              cell: ({ id, title, number }) => (
                <>
                  <a href={deskPath(frame, `/procedures/${id}`)}>{title}</a> <span class="meta block num">{number}</span>
                </>
              ),
            },
            {
              label: text.assign,
              cell: ({ id, number }) => (
                <form method="post" action={own}>
                  <input type="hidden" name="procedure" value={id} />
                  <button type="submit" class="link-button">
                    {text.assignTo(number)}
                  </button>
                </form>
              ),
            },
          ]}
        />
      )}
      <form method="post" action={own} noValidate class="section measure">
        <h2>{text.byCode}</h2>
        <TextField
          reader={frame}
          name="code"
          label={text.code}
          hint={text.codeHint}
          value={typed}
          error={errorOf(problems, 'code')}
          maxLength={120}
        />
        <Button>{text.assignByCode}</Button>
      </form>
    </DeskLayout>
  )
}

export function CoverSheetPage({ frame, procedure }: { frame: Frame; procedure: ProcedureRow }) {
  const text = basketWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={text.coverTitle}
      meta={procedure.title}
      back={{ label: procedure.number, url: deskPath(frame, `/procedures/${procedure.id}`) }}
    >
      <p class="measure">{text.coverHow}</p>
      <QrCode content={procedure.number} />
      <p>
        {text.coverOr}: <strong class="num">{procedure.number}</strong>
      </p>
    </DeskLayout>
  )
}

/** @standard ISO/IEC 18004; four modules of quiet zone, error correction Q: it is scanned from paper. */
function QrCode({ content }: { content: string }) {
  const { modules } = QRCode.create(content, { errorCorrectionLevel: 'Q' })
  const quiet = 4
  const side = modules.size + 2 * quiet
  let path = ''
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`
  return (
    <svg class="qr" viewBox={`0 0 ${side} ${side}`} width="320" height="320" role="img" aria-label={content}>
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
