// Pages for the person whose data it is: the log, and the rules of mass runs.

import { dayOf, formatDay, formatNumber, formatTime, formatWeekday } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Layout } from '../../design/layout.tsx'
import { Badge, type Chip, Chips, EmptyState, Pagination } from '../../design/parts.tsx'
import { Table } from '../../design/table.tsx'
import { pathIn } from '../../kernel/language.ts'
import type { Reader } from '../../kernel/words.ts'
import type { FoldedLook, MassRunShown } from './look.ts'
import { looksWords } from './words.ts'

/** How an actor is called: official names of modules, names of staff where the reader may know them. */
export type Named = { modules: ReadonlyMap<string, string>; staff: ReadonlyMap<string, string> }

export function whoLooked(
  reader: Reader,
  look: Pick<FoldedLook, 'kind' | 'unit' | 'unitName' | 'role' | 'module' | 'actorId'>,
  named: Named,
): string {
  const text = looksWords(reader)
  if (look.kind === 'self') return text.you
  if (look.kind === 'representative') return text.yourRepresentative
  if (look.kind === 'system') {
    const module = named.modules.get(look.module ?? '')
    return module ? text.automaticBy(module) : text.automatic
  }
  const name = look.actorId ? named.staff.get(look.actorId) : undefined
  const unit = look.unitName ?? lastPart(look.unit) ?? text.wholeTown
  return [unit, look.role && `(${look.role})`, name && `– ${name}`].filter(Boolean).join(' ')
}

/** A unit that is no more: the last part of its path says the most. */
function lastPart(path: string | null): string | undefined {
  const part = (path ?? '').split('/').filter(Boolean).at(-1)
  return part && part !== '*' ? part : undefined
}

export function whenLooked(reader: Reader, { first, last, times }: FoldedLook): string {
  const text = looksWords(reader)
  const [from, to] = [formatTime(reader, first), formatTime(reader, last)]
  return times === 1 || from === to ? to : text.between(from, to)
}

const lang = (frame: Frame) => (frame.language === 'en' ? 'de' : undefined)

function LookEntry({ frame, look, named }: { frame: Frame; look: FoldedLook; named: Named }) {
  const text = looksWords(frame)
  const who = whoLooked(frame, look, named)
  const when = whenLooked(frame, look)
  return (
    <li>
      <div>
        <h3>{who}</h3>
        <p lang={lang(frame)}>{look.purpose}</p>
        <p class="meta">
          {when}
          {look.times > 1 && ` (${text.times(look.times)})`}
          {look.matter && (
            <>
              {' · '}
              <span lang={lang(frame)}>{look.matter}</span>
            </>
          )}
        </p>
        <p class="meta" lang={lang(frame)}>
          {look.fields.length > 0 && (
            <>
              {text.fields}: {look.fields.join(', ')}
              {' · '}
            </>
          )}
          {text.basis}: {look.legalBasis}
        </p>
        {look.thirdPersons && (
          <p>
            <Badge tone="plain">{text.thirdPersons}</Badge>
          </p>
        )}
        {look.objection ? (
          <p>
            <a href={pathIn(frame.language, `/looks/objections/${look.objection}`)}>
              {text.objected}
              <span class="hidden">: {`${who}, ${when}`}</span>
            </a>
          </p>
        ) : (
          look.kind !== 'self' && (
            <p>
              <a href={pathIn(frame.language, `/looks/object?look=${look.id}`)} aria-label={text.objectTo(who, when)}>
                {text.object}
              </a>
            </p>
          )
        )}
      </div>
    </li>
  )
}

export type LooksPageProps = {
  frame: Frame
  looks: readonly FoldedLook[]
  named: Named
  who: readonly Chip[]
  when: readonly Chip[]
  page: number
  pages: number
  urlOf: (page: number) => string
  filtered: boolean
  staffNames: boolean
}

export function LooksPage({ frame, looks, named, who, when, page, pages, urlOf, filtered, staffNames }: LooksPageProps) {
  const text = looksWords(frame)
  const days = Map.groupBy(looks, ({ last }) => dayOf(last))
  const all = pathIn(frame.language, '/looks?period=all')
  return (
    <Layout frame={frame} title={text.title} description={text.description} breadcrumb={[{ label: text.title }]} account noIndex>
      <div class="wrap page">
        <h1>{text.title}</h1>
        <p class="lead measure">{text.lead}</p>
        {!staffNames && <p class="meta measure">{text.staffHint}</p>}
        <div class="section">
          <p id="looks-when" class="strong">
            {text.filterWhen}
          </p>
          <Chips items={when} labelledBy="looks-when" />
          {who.length > 2 && (
            <>
              <p id="looks-who" class="strong">
                {text.filterWho}
              </p>
              <Chips items={who} labelledBy="looks-who" />
            </>
          )}
        </div>
        {looks.length === 0 && (
          <div class="section">
            <EmptyState title={text.emptyTitle} action={filtered ? { label: text.showAll, url: all } : undefined}>
              <p>{text.empty}</p>
            </EmptyState>
          </div>
        )}
        {[...days].map(([day, ofDay]) => (
          <section class="section measure">
            <h2>{formatWeekday(frame.language, day)}</h2>
            <ul class="ruled stacked">
              {ofDay.map((look) => (
                <LookEntry frame={frame} look={look} named={named} />
              ))}
            </ul>
          </section>
        ))}
        <Pagination reader={frame} page={page} count={pages} urlOf={urlOf} />
        <p class="section">
          <a href={pathIn(frame.language, '/looks/rules')}>{text.massLink}</a>
        </p>
      </div>
    </Layout>
  )
}

export function MassRunsPage({ frame, runs, named }: { frame: Frame; runs: readonly MassRunShown[]; named: Named }) {
  const text = looksWords(frame)
  return (
    <Layout
      frame={frame}
      title={text.massTitle}
      breadcrumb={[{ label: text.title, url: pathIn(frame.language, '/looks') }, { label: text.massTitle }]}
      account
    >
      <div class="wrap page">
        <h1>{text.massTitle}</h1>
        <p class="lead measure">{text.massLead}</p>
        <div class="section">
          {runs.length === 0 ? (
            <EmptyState title={text.massEmptyTitle}>
              <p>{text.massEmpty}</p>
            </EmptyState>
          ) : (
            <Table
              caption={text.massTitle}
              rows={runs}
              columns={[
                {
                  label: text.massRule,
                  cell: ({ rule, module }) => (
                    <>
                      <span lang={lang(frame)}>{rule}</span>
                      {named.modules.has(module) && <span class="meta block">{named.modules.get(module)}</span>}
                    </>
                  ),
                },
                {
                  label: text.massPurpose,
                  cell: ({ purpose, legalBasis }) => (
                    <span lang={lang(frame)}>
                      {purpose}
                      <span class="meta block">{legalBasis}</span>
                    </span>
                  ),
                },
                { label: text.massWhen, cell: ({ at }) => formatDay(frame.language, dayOf(at)) },
                { label: text.massPersons, end: true, cell: ({ persons }) => formatNumber(frame.language, persons) },
              ]}
            />
          )}
        </div>
      </div>
    </Layout>
  )
}
