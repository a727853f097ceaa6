// The sentence of a document that says most about the question.
import type { SearchDocument } from './document.ts'
import { isStopWord, type Word } from './text.ts'

const longestSnippet = 220

export function snippetOf(document: SearchDocument, words: readonly Word[]): string {
  const needles = words
    .filter((word) => word.typed.length > 3 && !isStopWord(word.folded))
    .map((word) => word.typed.slice(0, Math.max(4, word.typed.length - 2)))
  for (const needle of needles) {
    const noun = needle[0]!.toUpperCase() + needle.slice(1)
    const places = [document.body.indexOf(noun), document.body.indexOf(needle)].filter((at) => at >= 0)
    if (places.length) return sentenceAround(document.body, Math.min(...places))
  }
  return shortened(document.summary || document.body)
}

function sentenceAround(text: string, at: number): string {
  const begin = Math.max(text.lastIndexOf('. ', at), text.lastIndexOf('! ', at), text.lastIndexOf('? ', at))
  const sentence = text.slice(begin < 0 ? 0 : begin + 2)
  if (at - Math.max(0, begin) > longestSnippet - 40) {
    const from = text.lastIndexOf(' ', at - 60)
    return `… ${shortened(text.slice(from + 1))}`
  }
  const end = /[.!?](?:\s|$)/.exec(sentence.slice(60))
  return shortened(end ? sentence.slice(0, 61 + end.index) : sentence)
}

function shortened(text: string): string {
  if (text.length <= longestSnippet) return text
  const space = text.lastIndexOf(' ', longestSnippet)
  return `${text.slice(0, space > 80 ? space : longestSnippet)} …`
}
