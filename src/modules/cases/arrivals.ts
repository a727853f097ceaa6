// Kinds of cases from the packages of this repository, and cases of them: for tests and benchmarks.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { InstallPart, PackagePart } from '../../contracts/package-parts.ts'
import type { HandedSubmission, ReceiveSubmission } from '../../contracts/submissions.ts'
import type { House } from '../../kernel/house.ts'
import { newId } from '../../kernel/ids.ts'
import { newReference } from '../../kernel/reference.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import { legalBasis, type Reading } from './case.ts'

type Manifest = {
  id: string
  version: string
  parts: Omit<PackagePart, 'content'>[]
  parameters: { key: string; type: string; default: unknown }[]
}

/** Stores all parts of `services/<id>` with the values that the package brings itself. */
export async function installPackage(house: House, town: Town, id: string, now: Date, unit = '/'): Promise<void> {
  const text = (file: string): string => readFileSync(join(process.cwd(), 'services', id, file), 'utf8')
  const { parts, parameters, version } = JSON.parse(text('manifest.json')) as Manifest
  const values = new Map(
    parameters.map(({ key, type, default: value }) => [key, type === 'money' ? Number(value).toFixed(2) : String(value)]),
  )
  const filled = (file: string): string =>
    text(file).replace(/\{\{(?!=)\s*([^{}]*?)\s*\}\}/g, (_all, key: string) => values.get(key) ?? '')
  const all = parts.map((part) => ({ ...part, content: filled(part.file) }))
  await town.write(async (db) => {
    for (const part of all) {
      const asked = { db: db as TownSql, part, all, origin: { id, version }, unit, by: null, now }
      for (const room of house.neighbours<InstallPart>(town, 'install-package-part')) {
        const stored = await room.ask(asked)
        if (stored && 'problems' in stored) throw new Error(JSON.stringify(stored.problems))
      }
    }
  })
}

type Sent = { form: string; answers: Record<string, unknown>; person?: string } & Partial<
  Omit<HandedSubmission, 'form' | 'answers'>
>

/** As the form server hands over what was sent. @returns the id of the submission, and its reference */
export async function receive(house: House, town: Town, { form, answers, person, ...more }: Sent, now: Date) {
  const found = await town.read(async (db: Reading) => {
    const { rows } = await sql<{
      id: string
      live_version: number
    }>`SELECT id, live_version FROM forms.form WHERE key = ${form}`.execute(db)
    return rows[0]!
  })
  const id = newId(now)
  const reference = newReference()
  const holder = person ?? newId(now)
  const submission: HandedSubmission = {
    id,
    reference,
    form: { id: found.id, key: form, version: found.live_version, title: form },
    unit: '/',
    routingTarget: 'cases',
    receivedAt: now.toISOString(),
    language: 'de',
    level: 'none',
    method: 'none',
    sender: { ...(person && { person }) },
    primaryDocument: { id: 'receipt', name: 'Eingang.pdf', mediaType: 'application/pdf', size: 0, url: '' },
    answers,
    leftOpen: {},
    attachments: [],
    parameters: {},
    seal: { contentHash: '', signature: '' },
    ...more,
  }
  const look = { subjects: [holder], actor: 'system:forms', purpose: 'Test', legalBasis }
  await town.personal(look, (db) =>
    house.ask<ReceiveSubmission>(town, 'receive-submission', { db: db as TownSql, submission, holder, now }),
  )
  return { id, reference: submission.reference, holder }
}
