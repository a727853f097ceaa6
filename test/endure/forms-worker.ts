// The sending of forms as endurance runs and benchmarks use it; looked for by name, so that the house still builds when that room is gone.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { House } from '../../src/kernel/house.ts'
import type { Town } from '../../src/kernel/town.ts'
import { place } from '../../src/main.ts'

export type FormSender = {
  begin: () => Promise<string>
  send: (draft: string) => Promise<string>
  form: string
  faultOf: (draft: string, submission: string) => Promise<string | undefined>
}
/** `given`: a form that is published already, and right answers to it. */
type MakeSender = (house: House, town: Town, given?: { form: string; answers: Record<string, unknown> }) => Promise<FormSender>

/** Undefined when no room takes forms. */
export async function findFormSender(): Promise<MakeSender | undefined> {
  const file = join(place.dist, 'src', 'modules', 'forms', 'fixtures.js')
  if (!existsSync(file)) return undefined
  return ((await import(pathToFileURL(file).href)) as { makeSender: MakeSender }).makeSender
}
