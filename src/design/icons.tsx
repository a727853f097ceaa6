// The house's own icons: 24 px grid, 1.5 px line, round ends; always beside a word.

const shapes = {
  home: 'M4 11.5 12 5l8 6.5M6 10v9h12v-9M10 19v-5h4v5',
  family:
    'M9 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM9.5 20H4v-5a5 5 0 0 1 7.5-4.3M16.5 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM12.5 20v-1.5a4 4 0 0 1 8 0V20Z',
  child:
    'M12 20.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM9.3 12v.1M14.7 12v.1M9.5 15.3a3.6 3.6 0 0 0 5 0M12 5.5c-1.2-1.3-.2-2.6 1-2.3',
  school: 'M2.5 9.5 12 5l9.5 4.5L12 14ZM6.5 11.5V16c1.5 1.6 3.4 2.3 5.5 2.3s4-.7 5.5-2.3v-4.5M21.5 9.5V15',
  car: 'M3.5 12.5h17V17h-17ZM5 12.5l2-6h10l2 6M5.5 17v2M18.5 17v2M7 14.8h.1M17 14.8h.1',
  passport: 'M6 3.5h12v17H6ZM12 13.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM9 10.5h6M12 7.5c-1.4 2-1.4 4 0 6 1.4-2 1.4-4 0-6M9.5 17h5',
  work: 'M3.5 7.5h17v12h-17ZM9 7.5V5h6v2.5M3.5 12.5h17M12 11.5v2',
  candle: 'M12 3c1.5 1.8 2 2.8 2 3.8a2 2 0 0 1-4 0c0-1 .5-2 2-3.8ZM12 8.8v2.7M9.5 20v-8.5h5V20M6 20h12',
  signpost: 'M12 3v18M12 5h6l2 2-2 2h-6ZM12 11H6l-2 2 2 2h6ZM9 21h6',
  'heart-hand':
    'M12 11 8.7 7.6a2.3 2.3 0 0 1 3.3-3.2 2.3 2.3 0 0 1 3.3 3.2ZM3 14.5h3c2 0 3 .8 4.5 1.2H14a1.3 1.3 0 0 1 0 2.6h-4M15 17l4-1.8a1.4 1.4 0 0 1 1.2 2.5L14 20.8 6 19.3H3',
  building: 'M5 20.5v-16h9v16M14 9.5h5v11M3 20.5h18M8 8h3M8 11.5h3M8 15h3M16.5 13v.1M16.5 16.5v.1',
  tree: 'M12 21v-8M12 16.5l2.5-2M12 3a5 5 0 0 0-4.6 6.8 4 4 0 0 0 1.1 7.7h7a4 4 0 0 0 1.1-7.7A5 5 0 0 0 12 3Z',
  animal:
    'M12 12c-2.5 0-5 3-5 5.2 0 1.5 1 2.3 2.3 2.3 1 0 1.7-.5 2.7-.5s1.7.5 2.7.5c1.3 0 2.3-.8 2.3-2.3C17 15 14.5 12 12 12ZM5.5 13a1.5 2 0 1 0 0-4 1.5 2 0 0 0 0 4ZM18.5 13a1.5 2 0 1 0 0-4 1.5 2 0 0 0 0 4ZM9.3 8.5a1.5 2 0 1 0 0-4 1.5 2 0 0 0 0 4ZM14.7 8.5a1.5 2 0 1 0 0-4 1.5 2 0 0 0 0 4Z',
  health: 'M9.5 4h5v5.5H20v5h-5.5V20h-5v-5.5H4v-5h5.5Z',
  pension: 'M12 5V3.5M4 13a8 8 0 0 1 16 0ZM12 13v5.5a2 2 0 0 0 4 0',
  plane:
    'M10.3 13.7 3 11l1.3-1.5 7.2.8 4.3-4.6c1-1 2.6-1.5 3.4-.9.6.8.1 2.4-.9 3.4l-4.6 4.3.8 7.2L13 21ZM10.3 13.7 7 17l-2.5-.3L8 20l-.3-2.5',
  shield: 'M12 3.5 19 6v5.5c0 4.4-2.8 7.4-7 9-4.2-1.6-7-4.6-7-9V6Z',
  party: 'm4 20 4.5-11.5 7 7ZM13.5 4v2M20 10.5h-2M19 5l-4.5 4.5M10.5 4.5c1 1 1 2 .3 3M19.5 13.2c-1-1-2-1-3-.3',
  search: 'M11 17.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.8 15.8l4.7 4.7',
  scales: 'M12 4v16M7 20h10M5 7.5l7-2 7 2M2.5 14 5 7.5 7.5 14a2.5 2.5 0 0 1-5 0ZM16.5 14 19 7.5l2.5 6.5a2.5 2.5 0 0 1-5 0Z',
  phone: 'M8.5 4H5.2C4.5 4 4 4.6 4 5.3 4.5 13 11 19.5 18.7 20c.7 0 1.3-.5 1.3-1.2v-3.3l-4-1.7-2 2.3a13 13 0 0 1-6-6L10.2 8Z',
  mail: 'M3.5 6h17v12.5h-17ZM3.5 7l8.5 6 8.5-6',
  person: 'M12 11.5A3.7 3.7 0 1 0 12 4a3.7 3.7 0 0 0 0 7.5ZM5 20c0-3.8 2.9-6 7-6s7 2.2 7 6',
  people:
    'M9 11a3.2 3.2 0 1 0 0-6.5A3.2 3.2 0 0 0 9 11ZM3 19.5c0-3.5 2.5-5.7 6-5.7s6 2.2 6 5.7M15.5 4.8a3.2 3.2 0 0 1 0 6M17.5 14.2c2.2.7 3.5 2.6 3.5 5.3',
  warning: 'M12 4 2.8 19.5h18.4ZM12 10v4.5M12 17v.1',
  info: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 11v5.5M12 7.7v.1',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  back: 'M15 5.5 8.5 12l6.5 6.5',
  next: 'M9 5.5 15.5 12 9 18.5',
  external: 'M14 4.5h5.5V10M19.5 4.5 11 13M17 13.5v6H4.5V7h6',
  calendar: 'M4 5.5h16v15H4ZM4 10h16M8.5 3v4M15.5 3v4',
  megaphone: 'M4 10v4h3l9 4.5v-13L7 10ZM19 10a3 3 0 0 1 0 4M8 14.5l1 5h2.5l-1-4',
  chat: 'M3.5 4.5h12v9H9L6 16v-2.5H3.5ZM18 8.5h2.5v9H18V20l-3-2.5H9.5',
  folder: 'M3.5 5.5h6l2 2.5h9v11h-17ZM9 13.5l2.2 2.2 4.3-4.2',
  'map-pin': 'M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11ZM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3 2',
  euro: 'M18 6.5a7 7 0 1 0 0 11M3.5 10.5H13M3.5 13.5h9',
  language: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM3.5 12h17M12 3.5c-4.5 5-4.5 12 0 17 4.5-5 4.5-12 0-17',
  hand: 'M8 15V6a1.4 1.4 0 0 1 2.8 0v4.5-5.9a1.4 1.4 0 0 1 2.8 0v5.9-4.2a1.4 1.4 0 0 1 2.8 0v4.2-2a1.4 1.4 0 0 1 2.8 0V14c0 4-2.2 6.5-5.8 6.5-2.8 0-4.4-1.2-5.8-3.6l-2.7-4.2c-.6-1.2.9-2.2 1.9-1.2Z',
  book: 'M12 6.5c-2-1.5-5-2-8.5-2V18c3.5 0 6.5.5 8.5 2 2-1.5 5-2 8.5-2V4.5c-3.5 0-6.5.5-8.5 2ZM12 6.5V20',
  online: 'M5.5 5.5h13v10h-13ZM2.5 19h19',
  document: 'M6 3.5h8.5l4 4v13H6ZM14 3.5V8h4.5M9 12.5h6M9 16h6',
  wheelchair: 'M10 5v.1M10 8.5v6h5l2.5 5M10 11.3h4.5M8 12.2a4.7 4.7 0 1 0 6.2 6.2',
  list: 'M4 6.5h16M4 12h16M4 17.5h10',
} as const

export type IconName = keyof typeof shapes

export const iconNames = Object.keys(shapes) as IconName[]

/** A name from a town's own list, or the house's plain sign. */
export const iconNamed = (name: string | undefined): IconName =>
  name !== undefined && Object.hasOwn(shapes, name) ? (name as IconName) : 'signpost'

export function Icon({ name, size }: { name: IconName; size?: 20 | 32 }) {
  return (
    <svg class={size ? `icon icon-${size}` : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  )
}

/** The neutral shield that stands for a town until it has given its own crest. */
export function Shield() {
  return (
    <svg class="crest" viewBox="0 0 34 42" width="34" height="42" aria-hidden="true">
      <path class="crest-ground" d="M1 1h32v22c0 9-7 15-16 18C8 38 1 32 1 23Z" />
      <path class="crest-chief" d="M1 1h32v12H1Z" />
    </svg>
  )
}

/** The mark of Stadttor, a small gate; it stands in the footer only. */
export function GateMark() {
  return (
    <svg class="gate" viewBox="0 0 24 20" width="24" height="20" aria-hidden="true">
      <path d="M0 0h4v3h4V0h8v3h4V0h4v20h-7v-6a5 5 0 0 0-10 0v6H0Z" />
    </svg>
  )
}
