// The residents' page: what is free, by letters, digits and question marks; nothing is held by looking.
import { ErrorSummary, SelectField, TextField } from '../../design/fields.tsx'
import type { Frame } from '../../design/frame.ts'
import { Layout } from '../../design/layout.tsx'
import { Button, ButtonLink, EmptyState, Notice } from '../../design/parts.tsx'
import type { Problem } from '../../kernel/http/forms.ts'
import { pathIn } from '../../kernel/language.ts'
import { choicesOf, namedParts, type StockDocument } from './stock-document.ts'
import { reservationWords } from './words.ts'

export type Found =
  | { free: readonly string[]; more: boolean }
  | { taken: string }
  | { refused: string; why: { de: string; en: string } }

type Props = {
  frame: Frame
  stock: StockDocument
  typed: Readonly<Record<string, string>>
  problems: readonly Problem[]
  found: Found | undefined
  /** What is taken elsewhere is invented. */
  example: boolean
}

const textIn = ({ language }: Frame, text: { de: string; en: string } | undefined, fallback: string): string =>
  text ? (language === 'en' ? text.en : text.de) : fallback

export function FindPage({ frame, stock, typed, problems, found, example }: Props) {
  const text = reservationWords(frame)
  const title = textIn(frame, stock.title, stock.key)
  const labelOf = (name: string): string => textIn(frame, stock.labels[name], name)
  const errorOf = (name: string) => problems.find(({ field }) => field === name)?.message
  const asked = namedParts(stock).filter((part) => !('oneOf' in part) || choicesOf(part).length > 1)
  return (
    <Layout frame={frame} title={text.findTitle(title)} breadcrumb={[{ label: title }]} problems={problems.length > 0} noIndex>
      <div class="wrap page">
        <div class="measure">
          <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: labelOf(problem.field) }))} />
          <h1>{text.findTitle(title)}</h1>
          <p class="lead">{text.findLead(stock.example)}</p>
          {example && (
            <Notice>
              <p>{text.example}</p>
            </Notice>
          )}
          <form method="get" action={pathIn(frame.language, `/reservations/${stock.key}`)} noValidate>
            {asked.map((part) =>
              'oneOf' in part ? (
                <SelectField
                  reader={frame}
                  name={part.name}
                  label={labelOf(part.name)}
                  value={typed[part.name] ?? ''}
                  error={errorOf(part.name)}
                  choices={choicesOf(part).map((value) => ({ value, label: value }))}
                />
              ) : (
                <TextField
                  reader={frame}
                  name={part.name}
                  label={labelOf(part.name)}
                  hint={text.any}
                  value={typed[part.name] ?? ''}
                  error={errorOf(part.name)}
                  width={5}
                  maxLength={10}
                />
              ),
            )}
            <div class="actions">
              <Button>{text.find}</Button>
            </div>
          </form>
          {found && <Result frame={frame} stock={stock} found={found} />}
        </div>
      </div>
    </Layout>
  )
}

function Result({ frame, stock, found }: { frame: Frame; stock: StockDocument; found: Found }) {
  const text = reservationWords(frame)
  if ('refused' in found)
    return (
      <section class="section" aria-live="polite">
        <EmptyState title={text.oneRefused(found.refused)}>
          <p>{textIn(frame, found.why, '')}</p>
        </EmptyState>
      </section>
    )
  const free = 'free' in found ? found.free : []
  const none = 'taken' in found ? text.oneTaken(found.taken) : text.noneFree
  if (free.length === 0)
    return (
      <section class="section" aria-live="polite">
        <EmptyState title={none}>
          <p>{text.noneFreeHow}</p>
        </EmptyState>
      </section>
    )
  return (
    <section class="section" aria-labelledby="free">
      <h2 id="free">{text.freeOnes(free.length)}</h2>
      <ul class="columns">
        {free.map((unit) => (
          <li class="num">{unit}</li>
        ))}
      </ul>
      {'more' in found && found.more && <p class="meta">{text.someFree}</p>}
      <p class="section">{text.notHeld}</p>
      {stock.form !== undefined && (
        <p>
          <ButtonLink secondary url={pathIn(frame.language, `/forms/${stock.form}`)}>
            {text.apply}
          </ButtonLink>
        </p>
      )}
    </section>
  )
}

export function NoStockPage({ frame }: { frame: Frame }) {
  const text = reservationWords(frame)
  return (
    <Layout frame={frame} title={text.noPublicStock} breadcrumb={[{ label: text.title }]} noIndex>
      <div class="wrap page">
        <div class="measure">
          <h1>{text.noPublicStock}</h1>
          <p>{text.noPublicStockHow}</p>
        </div>
      </div>
    </Layout>
  )
}
