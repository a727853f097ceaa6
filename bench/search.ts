// Measures the search: how often the right service stands first, and how long an answer takes.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { SearchDocument } from '../src/kernel/search/document.ts'
import { createIndex, type SearchIndex } from '../src/kernel/search/index.ts'
import { search as ask } from '../src/kernel/search/search.ts'
import { readSynonymFolder, withTownSynonyms } from '../src/kernel/search/synonym-files.ts'
import type { SynonymList } from '../src/kernel/search/synonyms.ts'
import { generatedDocuments, munichDocuments, munichFilesExist, sharedFolder } from './munich-documents.ts'

type JudgedQuery = { q: string; kind: string; relevant: Record<string, number> }
type Result = {
  query: JudgedQuery
  total: number
  found: string[]
  first: number
  lenient1: number
  third: number
  lenient3: number
  ndcg: number
}

setFlagsFromString('--expose_gc')
const collectGarbage: () => void = runInNewContext('gc')

const mean = (values: readonly number[]) => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : Number.NaN)

/** Only what `npm run bench -- search` is asked to show in detail. */
const showMisses = process.argv.includes('--misses')

export async function search(): Promise<void> {
  if (!munichFilesExist()) {
    console.log(`search: skipped, there is no ${sharedFolder}/data/catalogue/muenchen`)
    return
  }
  const general = readSynonymFolder(join(process.cwd(), 'src/kernel/search/synonyms'))
  const synonyms = withTownSynonyms(general, join(process.cwd(), 'towns/muenchen'))
  const munich = timed('Munich', munichDocuments(), synonyms)
  const sample = readQueries(join(sharedFolder, 'data/catalogue/queries-sample.json'))
  const own = readQueries(join(process.cwd(), 'bench/search-queries.json'))
  judge('sample queries', munich, sample)
  judge('own queries', munich, own)
  const large = timed('10,000 generated documents', generatedDocuments(10_000), synonyms)
  const texts = [...sample, ...own].map(({ q }) => q)
  for (const [name, index] of [
    ['Munich', munich],
    ['10,000 documents', large],
  ] as const)
    speed(name, index, texts)
}

const readQueries = (file: string): JudgedQuery[] => JSON.parse(readFileSync(file, 'utf8'))

function timed(name: string, documents: readonly SearchDocument[], synonyms: readonly SynonymList[]): SearchIndex {
  collectGarbage()
  const memory = process.memoryUsage()
  const cpu = process.cpuUsage()
  const begin = performance.now()
  const index = createIndex(documents, synonyms, ['München', 'Munich'])
  const took = performance.now() - begin
  const spent = process.cpuUsage(cpu)
  collectGarbage()
  const after = process.memoryUsage()
  const used = (after.heapUsed + after.arrayBuffers - memory.heapUsed - memory.arrayBuffers) / 1e6
  const arrays = index.postingDocs.byteLength + index.postingImpacts.byteLength + index.postingFields.byteLength
  console.log(
    `${name}: ${index.documents.length} documents, ${index.terms.size} terms, indexed in ${took.toFixed(0)} ms (${((spent.user + spent.system) / 1000).toFixed(0)} ms CPU time), ` +
      `${used.toFixed(1)} MB besides the documents, ${(arrays / 1e6).toFixed(1)} MB of it postings`,
  )
  return index
}

function judge(name: string, index: SearchIndex, queries: readonly JudgedQuery[]): void {
  const results = queries.map((query) => resultOf(index, query))
  console.log(`\n${name} (${queries.length})  success@1 (grade ≥ 1)   success@3 (grade ≥ 1)   nDCG@10   nothing found rightly`)
  line('all', results)
  for (const [kind, some] of Map.groupBy(results, ({ query }) => query.kind)) line(kind, some)
  if (!showMisses) return
  for (const { query, total, found, first } of results) {
    const right = Object.keys(query.relevant).length ? first === 1 : total === 0
    if (!right) console.log(`  ✗ [${query.kind}] ${query.q} → ${total}: ${found.slice(0, 4).join(' · ')}`)
  }
}

function resultOf(index: SearchIndex, query: JudgedQuery): Result {
  const answer = ask(index, { q: query.q, language: 'de', limit: 10 })
  const grades = answer.hits.map(({ document }) => query.relevant[document.sourceId ?? ''] ?? 0)
  const gain = (list: readonly number[]) => list.reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0)
  const ideal = Object.values(query.relevant)
    .sort((a, b) => b - a)
    .slice(0, 10)
  const within = (count: number, least: number) => (grades.slice(0, count).some((grade) => grade >= least) ? 1 : 0)
  return {
    query,
    total: answer.total,
    found: answer.hits.map(({ document }) => document.title),
    first: within(1, 2),
    lenient1: within(1, 1),
    third: within(3, 2),
    lenient3: within(3, 1),
    ndcg: ideal.length ? gain(grades) / gain(ideal) : Number.NaN,
  }
}

function line(name: string, results: readonly Result[]): void {
  const answerable = results.filter(({ query }) => Object.keys(query.relevant).length > 0)
  const none = results.filter(({ query }) => Object.keys(query.relevant).length === 0)
  const figure = (value: number) => (Number.isNaN(value) ? '   – ' : value.toFixed(2).padStart(5))
  const of = (read: (result: Result) => number) => figure(mean(answerable.map(read)))
  console.log(
    `  ${`${name} (${results.length})`.padEnd(20)} ${of((r) => r.first)} (${of((r) => r.lenient1)})          ` +
      `${of((r) => r.third)} (${of((r) => r.lenient3)})         ${of((r) => r.ndcg)}     ${figure(mean(none.map(({ total }) => (total === 0 ? 1 : 0))))}`,
  )
}

function speed(name: string, index: SearchIndex, texts: readonly string[]): void {
  for (const q of texts) ask(index, { q, language: 'de', limit: 10 })
  const times: number[] = []
  const cpu = process.cpuUsage()
  for (let round = 0; round < 10; round++) {
    for (const q of texts) {
      const begin = performance.now()
      const answer = ask(index, { q, language: 'de', limit: 10 })
      times.push(performance.now() - begin)
      if (answer.query !== q) throw new Error('the answer belongs to another question')
    }
  }
  const used = process.cpuUsage(cpu)
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(3)
  console.log(
    `${name}: answer in ${at(0.5)} ms (median), ${at(0.95)} ms (95 %), ${at(0.999)} ms (slowest of 1,000); ${((used.user + used.system) / 1000 / times.length).toFixed(3)} ms CPU time (mean)`,
  )
}

if (process.argv[1]?.endsWith('bench/search.js')) await search()
