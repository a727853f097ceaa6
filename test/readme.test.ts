// The papers say what is there: settings, dependencies and generated parts are compared with the program.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { describeConfiguration } from '../src/kernel/configuration.ts'
import { repository } from './ground.ts'

const read = (path: string): string => readFileSync(join(repository, path), 'utf8')

test('The README lists every setting with its default and its meaning, and no other', () => {
  const rows = [...read('README.md').matchAll(/^\| `([A-Z0-9_]+)` +\| (.+?) +\| (.+?) +\|$/gm)]
  const written = rows.map(([, name, fallback, meaning]) => ({ name, default: fallback!.replaceAll('`', ''), meaning }))
  const real = describeConfiguration().map(({ name, default: fallback, meaning }) => ({
    name,
    default: fallback || 'not set',
    meaning,
  }))
  assert.deepEqual(written, real)
})

test('The lists of modules, commands, kernel files and German terms are current', () => {
  execFileSync(process.execPath, [join(repository, 'bin', 'papers.mjs'), '--check'], { stdio: ['ignore', 'ignore', 'inherit'] })
})

test('Every dependency has a line that says why it is there, and no line speaks of one that is gone', () => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>
  const wanted = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies }).sort()
  const page = read('src/kernel/README.md').split('## Files')[0]!.split('## Why each dependency is there')[1]!
  const named = [...page.matchAll(/^\| (`.+?) \|/gm)].flatMap(([, names]) =>
    [...names!.matchAll(/`([^`]+)`/g)].map((one) => one[1]!),
  )
  assert.deepEqual(named.sort(), wanted)
})

test('No paper leads to a file that is not there', () => {
  const papers = readdirSync(repository, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.md') && !/(^|\/)(node_modules|dist[^/]*|data)\//.test(file))
  const dead = papers.flatMap((paper) =>
    [...read(paper).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)]
      .map((match) => match[1]!)
      .filter((target) => !existsSync(join(repository, dirname(paper), target)))
      .map((target) => `${paper}: ${target}`),
  )
  assert.deepEqual(dead, [])
})
