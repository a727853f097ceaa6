// The two navigations of who is signed in: the places of their account, and the rooms of the desk.
import type { Frame, Link } from './frame.ts'
import { Icon } from './icons.tsx'
import { designWords } from './words.ts'

const flatUpTo = 6

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

/** Few rooms stand in one line; of many, those not for every day stand behind "Weitere Bereiche". */
export function DeskRooms({ frame, current }: { frame: Frame; current?: string | undefined }) {
  const text = designWords(frame)
  const { desk = [], signIn } = frame
  const here = current ?? currentRoom(frame, desk)
  const stays = (room: (typeof desk)[number]) => desk.length <= flatUpTo || !room.rare || room.url === here
  const more = desk.filter((room) => !stays(room))
  return (
    <nav class="desk-rooms" aria-label={text.deskRooms}>
      <Rooms frame={frame} rooms={desk.filter(stays)} current={here} />
      {more.length > 0 && (
        <details class="desk-more">
          <summary>{text.moreRooms}</summary>
          <Rooms frame={frame} rooms={more} current={here} />
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

function Rooms({ frame, rooms, current }: { frame: Frame; rooms: readonly Link[]; current: string | undefined }) {
  const path = pathOf(frame)
  return (
    <ul>
      {rooms.map(({ label, url }) => (
        <li>
          <a href={url} aria-current={url !== current ? undefined : url === path ? 'page' : 'true'}>
            {label}
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
