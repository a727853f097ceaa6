// The two navigations of who is signed in: the places of their account, and the rooms of the desk.
import type { Frame, Link } from './frame.ts'
import { Icon } from './icons.tsx'
import { designWords } from './words.ts'

const flatUpTo = 6
const fewOnPhone = 3

/** `current`: the url of the place this page belongs to; without it the longest that the page's address begins with. */
export function AccountRooms({ frame, current }: { frame: Frame; current?: string | undefined }) {
  const { account = [] } = frame
  if (account.length === 0) return null
  return (
    <nav class="tabs wrap only-wide" aria-label={designWords(frame).account}>
      <Rooms frame={frame} rooms={account} current={current ?? currentRoom(frame, account)} />
    </nav>
  )
}

/** Few rooms stand in one line; of many, all but the first of every day stand behind "Weitere Bereiche", and on a phone all but the present one. */
export function DeskRooms({ frame, current }: { frame: Frame; current?: string | undefined }) {
  const text = designWords(frame)
  const { desk = [], signIn } = frame
  const here = current ?? currentRoom(frame, desk)
  const everyDay = desk.filter(({ rare }) => desk.length <= flatUpTo || !rare).slice(0, flatUpTo)
  const stays = (room: (typeof desk)[number]) => everyDay.includes(room) || room.url === here
  const line = desk.filter(stays)
  const onPhone = (room: (typeof desk)[number]) => desk.length <= fewOnPhone || room === desk[0] || room.url === here
  const more = desk.filter((room) => !(stays(room) && onPhone(room)))
  return (
    <nav class="desk-rooms" aria-label={text.deskRooms}>
      <Rooms frame={frame} rooms={line} current={here} classOf={(room) => (onPhone(room) ? undefined : 'only-wide')} />
      {more.length > 0 && (
        <details class={more.some((room) => !stays(room)) ? 'desk-more' : 'desk-more only-narrow'}>
          <summary>{text.moreRooms}</summary>
          <Rooms frame={frame} rooms={more} current={here} classOf={(room) => (stays(room) ? 'only-narrow' : undefined)} />
        </details>
      )}
      {signIn && (
        <a class="sign-in" href={signIn.url}>
          <Icon name="person" />
          {text.account}
        </a>
      )}
    </nav>
  )
}

type RoomsProps = {
  frame: Frame
  rooms: readonly Link[]
  current: string | undefined
  classOf?: (room: Link) => string | undefined
}

function Rooms({ frame, rooms, current, classOf = () => undefined }: RoomsProps) {
  const path = pathOf(frame)
  return (
    <ul>
      {rooms.map((room) => (
        <li class={classOf(room)}>
          <a href={room.url} aria-current={room.url !== current ? undefined : room.url === path ? 'page' : 'true'}>
            {room.label}
          </a>
        </li>
      ))}
    </ul>
  )
}

const pathOf = ({ alternates, language }: Frame): string => alternates.find((one) => one.language === language)?.path ?? ''

function currentRoom(frame: Frame, rooms: readonly Link[]): string | undefined {
  const path = pathOf(frame)
  return rooms
    .map(({ url }) => url)
    .filter((url) => path === url || path.startsWith(`${url}/`))
    .sort((a, b) => b.length - a.length)[0]
}
