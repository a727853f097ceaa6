// The throw-away database of a test run, and the shared data beside the project.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export type TestGround = { adminUrl: string; templateUrl: string; keyFile: string }

export function testGround(): TestGround {
  const text = process.env.STADTTOR_TEST
  if (!text) throw new Error('Tests run through `npm test` (or `node bin/run.mjs --build test/run.js PART-OF-A-FILE-NAME`).')
  return JSON.parse(text) as TestGround
}

export const repository = join(import.meta.dirname, '..', '..')

const shared = process.env.STADTTOR_SHARED ?? join(repository, '..', 'shared')

/** A file of the shared data; tests that need it pass `{ skip: sharedSkip }`. */
export const sharedFile = (path: string): string => join(shared, path)
export const sharedSkip: string | false = existsSync(shared) ? false : 'the folder ../shared is not beside this project'
