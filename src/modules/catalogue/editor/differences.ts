// What changed between two texts, word by word: the longest common part stays, the rest is taken out or put in.

export type Piece = { kind: 'same' | 'out' | 'in'; text: string }

/** Texts of more words than this are compared line by line: the table of word pairs would grow too large. */
const mostWords = 1_200

export function differencesOf(before: string, after: string): Piece[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }]
  const split = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? []
  const byWord = split(before).length <= mostWords && split(after).length <= mostWords
  const parts = byWord ? split : (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  return joined(compare(parts(before), parts(after)))
}

function compare(old: readonly string[], fresh: readonly string[]): Piece[] {
  let start = 0
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1
  let end = 0
  while (end < old.length - start && end < fresh.length - start && old[old.length - 1 - end] === fresh[fresh.length - 1 - end])
    end += 1
  const left = old.slice(start, old.length - end)
  const right = fresh.slice(start, fresh.length - end)
  const width = right.length + 1
  const common = new Uint16Array((left.length + 1) * width)
  for (let i = left.length - 1; i >= 0; i -= 1)
    for (let j = right.length - 1; j >= 0; j -= 1)
      common[i * width + j] =
        left[i] === right[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!)
  const pieces: Piece[] = old.slice(0, start).map((text) => ({ kind: 'same', text }))
  let i = 0
  let j = 0
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      pieces.push({ kind: 'same', text: left[i]! })
      i += 1
      j += 1
    } else if (j >= right.length || (i < left.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      pieces.push({ kind: 'out', text: left[i]! })
      i += 1
    } else {
      pieces.push({ kind: 'in', text: right[j]! })
      j += 1
    }
  }
  return [...pieces, ...old.slice(old.length - end).map((text) => ({ kind: 'same' as const, text }))]
}

/** Neighbours of one kind become one piece; a blank between two changed words does not split them. */
function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = []
  let gone = ''
  let come = ''
  const flush = (): void => {
    if (gone !== '') out.push({ kind: 'out', text: gone })
    if (come !== '') out.push({ kind: 'in', text: come })
    gone = ''
    come = ''
  }
  pieces.forEach((piece, index) => {
    const next = pieces[index + 1]
    const between =
      piece.kind === 'same' && /^[^\S\n]+$/.test(piece.text) && gone !== '' && come !== '' && next && next.kind !== 'same'
    if (piece.kind === 'out' || between) gone += piece.text
    if (piece.kind === 'in' || between) come += piece.text
    if (piece.kind !== 'same' || between) return
    flush()
    const last = out.at(-1)
    if (last?.kind === 'same') last.text += piece.text
    else out.push({ ...piece })
  })
  flush()
  return out
}
