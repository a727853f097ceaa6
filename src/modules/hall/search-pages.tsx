// The search: the question stays on top, then the short answer, the results, or honest ways on.
import { phoneUrl } from '../../design/format.ts'
import { type Frame, type Link, langOf } from '../../design/frame.ts'
import { Icon, type IconName } from '../../design/icons.tsx'
import { Layout } from '../../design/layout.tsx'
import { ButtonLink, Chips, Pagination } from '../../design/parts.tsx'
import { SearchField } from '../../design/search-field.tsx'
import { designWords } from '../../design/words.ts'
import type { SearchFact } from '../../kernel/search/document.ts'
import type { Result, SearchView } from './views.ts'
import { hallWords, kindLabel } from './words.ts'

export function SearchPage({ frame, view }: { frame: Frame; view: SearchView }) {
  const text = hallWords(frame)
  const { query, total } = view
  return (
    <Layout
      frame={frame}
      title={query === '' ? text.search : text.searchFor(query)}
      breadcrumb={[{ label: text.search }]}
      search="page"
      noIndex
    >
      <div class="wrap page">
        {query === '' || total > 0 ? (
          <h1 class={query === '' ? undefined : 'hidden'}>{query === '' ? text.search : text.searchFor(query)}</h1>
        ) : null}
        {query === '' && (
          <p class="hint" id="ask">
            {text.ask}
          </p>
        )}
        <SearchField frame={frame} size="page" query={query} describedBy={query === '' ? 'ask' : undefined} />
        {view.didYouMean.length > 0 && (
          <p class="did-you-mean">
            {text.didYouMean} <Links items={view.didYouMean} />
          </p>
        )}
        {query !== '' && (total === 0 ? <Nothing frame={frame} view={view} /> : <Results frame={frame} view={view} />)}
      </div>
    </Layout>
  )
}

const Links = ({ items, last = ', ' }: { items: readonly Link[] /** Between the last two. */; last?: string }) => (
  <>
    {items.map(({ label, url }, index) => (
      <>
        {index > 0 && (index === items.length - 1 ? last : ', ')}
        <a href={url}>{label}</a>
      </>
    ))}
  </>
)

function Results({ frame, view }: { frame: Frame; view: SearchView }) {
  const text = hallWords(frame)
  const { answer, filters, results, total } = view
  return (
    <>
      {answer && (
        <section class="answer section">
          <p class="meta">{text.answered}</p>
          <h2>{answer.title}</h2>
          {answer.text && <p>{answer.text}</p>}
          {answer.action && (
            <p>
              <ButtonLink url={answer.action.url}>{answer.action.label}</ButtonLink>
            </p>
          )}
        </section>
      )}
      <div class="cols section">
        {filters.length > 0 && (
          <nav class="side narrow" aria-labelledby="narrow">
            <h2 id="narrow">{text.narrow}</h2>
            {filters.map(({ title, chips }, index) => (
              <>
                <h3 class="meta" id={`filter-${index}`}>
                  {title}
                </h3>
                <Chips items={chips} labelledBy={`filter-${index}`} />
              </>
            ))}
          </nav>
        )}
        <section class="main">
          <h2>{text.hits(total)}</h2>
          <ol class="results">
            {results.map((result) => (
              <ResultItem result={result} kind={kindLabel(text, result.kind)} />
            ))}
          </ol>
          <Pagination reader={frame} page={view.page} count={view.pages} urlOf={view.urlOf} />
        </section>
      </div>
    </>
  )
}

const factIcons: Record<SearchFact['kind'], IconName> = {
  online: 'online',
  fee: 'euro',
  time: 'clock',
  place: 'map-pin',
  form: 'document',
}

function ResultItem({ result, kind }: { result: Result; kind: string }) {
  const { title, url, summary, facts } = result
  const lang = langOf(result)
  return (
    <li class="result">
      <p class="meta">{kind}</p>
      <h3 lang={lang}>
        <a href={url}>{title}</a>
      </h3>
      {summary && <p lang={lang}>{summary}</p>}
      {facts.length > 0 && (
        <ul class="result-facts">
          {facts.map((fact) => (
            <li class={fact.kind === 'online' ? 'online' : undefined}>
              <Icon name={factIcons[fact.kind]} size={20} />
              {fact.text}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function Nothing({ frame, view }: { frame: Frame; view: SearchView }) {
  const text = hallWords(frame)
  const design = designWords(frame)
  const { simpler, situations, all } = view.instead
  const { write, phones } = frame.help
  const phone = phones[0]
  return (
    <>
      <section class="section">
        <h1>{text.nothing}</h1>
        <p class="lead">{text.nothingLead}</p>
        <ul class="bullets measure">
          <li>
            {simpler ? (
              <>
                {text.simplerLike} <a href={simpler.url}>{simpler.label}</a>
              </>
            ) : (
              text.simplerWord
            )}
          </li>
          {situations.length > 0 && (
            <li>
              {text.lookUnder} <Links items={situations} last={` ${text.or} `} />
            </li>
          )}
          {all && (
            <li>
              {text.browse} <a href={all.url}>{all.label}</a>
            </li>
          )}
        </ul>
      </section>
      {(write || phone) && (
        <section>
          <h2>{text.human}</h2>
          {write && (
            <p>
              {phone && text.humanCall(phone.number)} {text.humanWrite}
            </p>
          )}
          <div class="actions">
            {write && <ButtonLink url={write}>{design.write}</ButtonLink>}
            {phone && (
              <span class="contact">
                <Icon name="phone" />
                <a href={phoneUrl(phone.number)}>{design.call(phone.number)}</a>
              </span>
            )}
          </div>
        </section>
      )}
    </>
  )
}
