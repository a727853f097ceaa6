// The rooms of the desk: calm for whoever may enter all of them, on a phone as well.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderToString } from 'preact-render-to-string'
import { frameOf } from './fixtures.ts'
import { DeskRooms } from './rooms.tsx'

const roomsOf = (count: number, rareFrom = count) =>
  Array.from({ length: count }, (_, index) => ({
    label: `Bereich ${index}`,
    url: `/desk/room-${index}`,
    ...(index >= rareFrom && { rare: true as const }),
  }))
const drawn = (count: number, rareFrom?: number, current?: string) =>
  renderToString(<DeskRooms frame={frameOf({ desk: roomsOf(count, rareFrom) })} current={current} />)
const inLine = (html: string): number => (/<ul>([\s\S]*?)<\/ul>/.exec(html)?.[1]?.match(/<li/g) ?? []).length

test('Of twelve rooms six stand in the line, the others and the rare ones behind one word', () => {
  const html = drawn(12, 9)
  assert.equal(inLine(html), 6)
  assert.match(html, /<details class="desk-more"><summary>Weitere Bereiche/)
})

test('The room somebody is in always stands in the line', () => {
  assert.equal(inLine(drawn(12, 9, '/desk/room-11')), 7)
})

test('On a phone only the first room and the present one stand in the line', () => {
  const [line = ''] = drawn(12, 9, '/desk/room-3').split('<details')
  assert.equal((line.match(/class="only-wide"/g) ?? []).length, 4)
})

test('Three rooms need no further word', () => {
  assert.doesNotMatch(drawn(3), /Weitere Bereiche|only-wide/)
})
