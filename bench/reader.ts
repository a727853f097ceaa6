// What a benchmark asks for: each page is fetched and checked once, then every later answer must be the same, byte for byte.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { place } from '../src/main.ts'
import type { Run } from './bench.ts'
import type { Asked, Job, Load } from './load-process.ts'
import { onCore } from './town-hall.ts'

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer; text: string }

/** Town of the default address unless `host` says otherwise. */
export const browser: Record<string, string> = { 'accept-encoding': 'gzip, deflate, br', accept: 'text/html,*/*;q=0.8' }

export function fetchOnce(port: number, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, agent: false, headers: { host: `localhost:${port}`, ...headers } }
    const asking = request(options, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', reject)
      answer.on('end', () => {
        const body = Buffer.concat(parts)
        const encoding = answer.headers['content-encoding']
        const plain = encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body, text: plain.toString() })
      })
    })
    asking.on('error', reject)
    asking.end()
  })
}

/** @throws Error unless the answer is 200 and holds `contains` */
export async function fetchChecked(
  port: number,
  path: string,
  contains: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetchOnce(port, path, headers)
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
  if (!answer.text.includes(contains)) throw new Error(`${path} does not hold "${contains}"`)
  return answer
}

/** Fetches and checks a page, and makes its very bytes the expectation of every later answer. */
export async function expectPage(
  run: Run,
  port: number,
  { path, contains, headers = {} }: { path: string; contains: string; headers?: Record<string, string> },
): Promise<Asked & { length: number }> {
  const { body } = await fetchChecked(port, path, contains, headers)
  const name = createHash('sha256')
    .update(JSON.stringify([port, path, headers]))
    .digest('hex')
    .slice(0, 16)
  const bodyFile = join(run.folder, `expected-${name}`)
  writeFileSync(bodyFile, body)
  const { host = `localhost:${port}`, ...others } = headers
  return { path, host, headers: others, bodyFile, length: body.length }
}

/** Runs the reader on a core of its own; any answer that differs from the expected bytes ends the benchmark. */
export async function readPages(job: Job, core?: number): Promise<Load> {
  const [program, ...args] = onCore(core, [process.execPath, join(place.dist, 'bench/load-process.js'), JSON.stringify(job)])
  const load = await readJson<Load>(program, args)
  if (load.wrong > 0) throw new Error(`${load.wrong} wrong answers, the first: ${load.firstWrong}`)
  if (load.requests === 0) throw new Error('no answer came within the time')
  return load
}

/** Runs a program to its end and reads the last line it wrote. */
export function readJson<Result>(program: string, args: string[], env: Record<string, string> = {}): Promise<Result> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  let told = ''
  child.stdout.on('data', (part: Buffer) => (told += part))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${program} ${args[0]} ended with ${code}:\n${told}`))
      resolve(JSON.parse(told.trim().split('\n').at(-1) ?? '') as Result)
    })
  })
}
