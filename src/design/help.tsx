// Help is never far: the line at the end of every page, and the box of the entrance hall.
import { phoneUrl } from './format.ts'
import type { Frame } from './frame.ts'
import { Icon, type IconName } from './icons.tsx'
import { designWords } from './words.ts'

type Way = { icon: IconName; label: string; url: string; note?: string | undefined }

function waysOf(frame: Frame, phoneLabel: (phone: { label: string; number: string }) => string): Way[] {
  const text = designWords(frame)
  const { phones, write, forOthers } = frame.help
  const ways: Way[] = phones.map((phone) => ({
    icon: 'phone',
    label: phoneLabel(phone),
    url: phoneUrl(phone.number),
    note: phone.hours,
  }))
  if (write) ways.push({ icon: 'mail', label: text.write, url: write })
  if (forOthers) ways.push({ icon: 'people', label: text.forOthers, url: forOthers })
  return ways
}

function Ways({ ways }: { ways: Way[] }) {
  return (
    <ul class="ways">
      {ways.map(({ icon, label, url, note }) => (
        <li>
          <Icon name={icon} />
          <span>
            <a href={url}>{label}</a>
            {note && <span class="meta block">{note}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}

export function HelpLine({ frame }: { frame: Frame }) {
  const text = designWords(frame)
  const ways = waysOf({ ...frame, help: { ...frame.help, phones: frame.help.phones.slice(0, 1) } }, ({ number }) =>
    text.call(number),
  )
  if (ways.length === 0) return null
  return (
    <aside class="help-line" aria-labelledby="help-title">
      <div class="wrap">
        <h2 id="help-title">{text.stuck}</h2>
        <Ways ways={ways} />
      </div>
    </aside>
  )
}

export function HelpBox({ frame }: { frame: Frame }) {
  const text = designWords(frame)
  const ways = waysOf(frame, ({ label, number }) => `${number} – ${label}`)
  if (ways.length === 0) return null
  return (
    <section class="box" aria-labelledby="help-title">
      <h2 id="help-title">{text.weHelp}</h2>
      <p>{frame.help.write ? text.notAlone : text.notAlonePhone}</p>
      <Ways ways={ways} />
    </section>
  )
}
