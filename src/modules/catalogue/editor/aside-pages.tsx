// Beside the text: what to do next, votes, searches, review, links, translation.
import { Checkboxes, DateField, TextField } from '../../../design/fields.tsx'
import { formatDay } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Button } from '../../../design/parts.tsx'
import type { EditView } from './edit-pages.tsx'
import { linkStateWords } from './list-words.ts'
import { pictureWords } from './picture-words.ts'
import { editorWords } from './words.ts'

export function ThingAside({ frame, view }: { frame: Frame; view: EditView }) {
  const text = editorWords(frame)
  const { url, aside, noun } = view
  return (
    <aside aria-label={text.aside}>
      <ul class="plain">
        {view.hasDraft && noun !== 'synonyms' && (
          <li>
            <a href={`${url}/preview`}>{text.preview}</a>
          </li>
        )}
        {view.hasDraft && (
          <li>
            <a href={`${url}/release`}>{text.release}</a>
          </li>
        )}
        <li>
          <a href={`${url}/history`}>{text.history}</a>
        </li>
        {noun === 'service' && (
          <li>
            <a href={`${url}/pictures`}>{pictureWords(frame).pictures}</a>
          </li>
        )}
        {view.publicUrl && (
          <li>
            <a href={view.publicUrl}>{text.page}</a>
          </li>
        )}
      </ul>
      {aside?.translation && (
        <section>
          <h2>{text[`part${aside.translation.language}`]}</h2>
          <p>{text[`translation${aside.translation.state}`]}</p>
          {(aside.translation.state === 'outdated' || aside.translation.state === 'unknown') && (
            <form method="post" action={`${url}/translation`}>
              <input type="hidden" name="language" value={aside.translation.language} />
              <Button secondary>{text.confirmTranslation}</Button>
            </form>
          )}
        </section>
      )}
      {aside?.votes && (
        <section>
          <h2>{text.votes}</h2>
          {aside.votes.yes + aside.votes.partly + aside.votes.no === 0 ? (
            <p>{text.votesNone}</p>
          ) : (
            <p class="num">
              {text.votesCount(aside.votes.yes, aside.votes.partly, aside.votes.no)}
              <span class="meta block">{text.votesDays}</span>
            </p>
          )}
        </section>
      )}
      {aside && aside.misses.length > 0 && (
        <section>
          <h2>{text.missesHere}</h2>
          <p>{aside.misses.join(', ')}</p>
        </section>
      )}
      {aside && (noun === 'service' || noun === 'office') && <Links frame={frame} view={view} />}
      {aside && <ReviewForm frame={frame} view={view} />}
    </aside>
  )
}

function Links({ frame, view: { aside, url } }: { frame: Frame; view: EditView }) {
  const text = editorWords(frame)
  const states = linkStateWords(frame)
  const links = aside?.links ?? []
  return (
    <section>
      <h2>{text.linksHere}</h2>
      {links.length === 0 ? (
        <p>{text.noLinks}</p>
      ) : (
        <details>
          <summary>{text.count(links.length)}</summary>
          <ul class="plain">
            {links.map(({ url: address, state, checkedAt }) => (
              <li class="breaking">
                {address}
                <span class="meta block">
                  {states[state]}
                  {checkedAt && `, ${formatDay(frame.language, checkedAt.toISOString().slice(0, 10))}`}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <form method="post" action={`${url}/links`} class="section">
        <Button secondary>{text.checkLinks}</Button>
      </form>
    </section>
  )
}

function ReviewForm({ frame, view }: { frame: Frame; view: EditView }) {
  const text = editorWords(frame)
  const { url, aside, reviewWrong } = view
  const [year = '', month = '', day = ''] = aside?.review?.due?.split('-') ?? []
  const value = reviewWrong ?? { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year }
  return (
    <section>
      <h2>{text.responsibility}</h2>
      <form method="post" action={`${url}/review`} noValidate>
        <DateField
          reader={frame}
          name="due"
          label={text.reviewDate}
          hint={text.reviewDateHint}
          value={value}
          error={reviewWrong ? text.dateWrong : undefined}
        />
        <TextField
          reader={frame}
          name="review-unit"
          label={text.reviewUnit}
          value={reviewWrong?.unit ?? aside?.review?.unit ?? ''}
          maxLength={120}
          optional
        />
        <Checkboxes
          reader={frame}
          name="me"
          label={text.reviewBy}
          choices={[{ value: 'me', label: text.reviewMe }]}
          values={view.isMine ? ['me'] : []}
        />
        <div class="actions">
          <Button secondary name="go" value="store">
            {text.reviewSave}
          </Button>
          <Button secondary name="go" value="done">
            {text.reviewDone}
          </Button>
        </div>
      </form>
    </section>
  )
}
