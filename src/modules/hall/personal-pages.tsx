// The personal part of the hall: what I must do first, then what runs, what fits, and who did not answer.
import type { PersonalLink } from '../../contracts/personal-hall.ts'
import type { Frame } from '../../design/frame.ts'
import { Badge, Notice } from '../../design/parts.tsx'
import type { PersonalView } from './personal.ts'
import { personalWords } from './personal-words.ts'

export function PersonalHall({ frame, view, settings }: { frame: Frame; view: PersonalView; settings: string | undefined }) {
  const text = personalWords(frame)
  const { tasks, drafts, appointments, news, fitting, offersOff, missing } = view
  const nothing = [tasks, drafts, appointments, news, fitting].every(({ length }) => length === 0)
  return (
    <section class="wrap page personal" aria-labelledby="personal">
      <h2 id="personal">{text.title}</h2>
      {missing.length > 0 && (
        <Notice tone="warn">
          {missing.map((name) => (
            <p>{text.notAnswering(name)}</p>
          ))}
        </Notice>
      )}
      {tasks.length > 0 && (
        <div class="notice warn">
          <div>
            <h3>{text.tasks(tasks.length)}</h3>
            <ul class="plain">
              {tasks.map(({ label, url, note, day, overdue }) => (
                <li>
                  <a href={url}>{label}</a> {day && <strong>{text.until(day)}</strong>}{' '}
                  {overdue && <Badge tone="bad">{text.overdue}</Badge>}
                  {note && <span class="meta block">{note}</span>}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {nothing && <p>{text.nothing}</p>}
      <div class="personal-parts">
        <Part title={text.drafts} items={drafts} />
        <Part title={text.appointments} items={appointments} />
        <Part title={text.news} items={news} />
        {fitting.length > 0 && (
          <div>
            <h3>{text.fitting}</h3>
            <ul class="ruled">
              {fitting.map(({ label, url, because }) => (
                <li>
                  <a href={url}>{label}</a>
                  <span class="meta">{text.because(because)}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
      <p class="meta">
        {offersOff ? text.offersOff : text.offersOn} {settings && <a href={settings}>{text.settings}</a>}
      </p>
    </section>
  )
}

function Part({ title, items }: { title: string; items: readonly PersonalLink[] }) {
  if (items.length === 0) return null
  return (
    <div>
      <h3>{title}</h3>
      <ul class="ruled">
        {items.map(({ label, url, note }) => (
          <li>
            <a href={url}>{label}</a>
            {note && <span class="meta">{note}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}
