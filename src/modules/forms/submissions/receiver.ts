// Who gets what a form brings in: kept with the form, added and removed by the office.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '../../../kernel/actor.ts'
import { recordAudit } from '../../../kernel/audit.ts'
import { newId } from '../../../kernel/ids.ts'
import { decrypt, encrypt, type TownKey } from '../../../kernel/keys.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Reading } from './receipt.ts'
import type { Writing } from './submit.ts'
import type { ReceiverRow } from './tables.ts'

export type NewReceiver =
  | { kind: 'contract'; label: string; target: string; parameters?: Record<string, string> }
  | { kind: 'webhook'; label: string; target: string; parameters?: Record<string, string> }
  | { kind: 'batch'; label: string; format: 'csv' | 'json'; rhythm: 'daily' | 'weekly' }

/** Origins of receivers that stand in the town's own network, as its folder allows them. */
export function privateReceivers({ settings }: Town): readonly string[] {
  const allowed = (settings as { forms?: { privateReceivers?: unknown } }).forms?.privateReceivers
  return Array.isArray(allowed) ? allowed.filter((one) => typeof one === 'string') : []
}

/** An https address without user and password; plain http only where the town's folder allows that origin. */
export function isReceiverUrl(town: Town, text: string): boolean {
  const url = URL.parse(text)
  if (url?.username !== '' || url.password !== '' || text.length > 500) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && privateReceivers(town).includes(url.origin))
}

const secretPlace = (id: string): string => `forms.receiver/${id}`
/** As the receiver enters it. @standard Standard Webhooks 1.0 `whsec_` */
export const openSecret = (key: TownKey, { id, secret }: ReceiverRow): string => decrypt(key, secret!, secretPlace(id)).toString()

type Adding = NewReceiver & { formId: string; now: Date }

/** @returns the id, and for a webhook the secret, which is shown this once */
export const addReceiver = (town: Town, by: Actor | string, asked: Adding): Promise<{ id: string; secret?: string }> =>
  town.write((db: Writing) => addReceiverIn(db, town, by, asked))

async function addReceiverIn(
  db: Writing,
  town: Town,
  by: Actor | string,
  { formId, now, ...asked }: Adding,
): Promise<{ id: string; secret?: string }> {
  const id = newId(now)
  const secret = asked.kind === 'webhook' ? `whsec_${randomBytes(32).toString('base64')}` : undefined
  await db
    .insertInto('forms.receiver')
    .values({
      id,
      form_id: formId,
      kind: asked.kind,
      label: asked.label,
      target: 'target' in asked ? asked.target : '',
      secret: secret ? encrypt(town.dataKey, Buffer.from(secret), secretPlace(id)) : null,
      format: 'format' in asked ? asked.format : null,
      rhythm: 'rhythm' in asked ? asked.rhythm : null,
      parameters: sql`${JSON.stringify('parameters' in asked ? asked.parameters : {})}::jsonb`,
      added_at: now,
      removed_at: null,
    })
    .execute()
  const details = { kind: asked.kind, form: formId }
  await recordAudit(db, { action: 'forms.receiver.added', actor: by, object: `forms.receiver/${id}`, details })
  return { id, ...(secret && { secret }) }
}

/** The form's answers become cases: the room that keeps them gets what is sent. Once, however often it is asked. */
export async function sendToCases(db: Writing, town: Town, formId: string, now: Date): Promise<void> {
  const known = await db
    .selectFrom('forms.receiver')
    .select('id')
    .where('form_id', '=', formId)
    .where('kind', '=', 'contract')
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (known) return
  await addReceiverIn(db, town, { system: 'forms' }, { kind: 'contract', label: 'Vorgänge', target: 'cases', formId, now })
}

/** What waits for it is not handed over any more; what it has stays noted. */
export async function removeReceiver(town: Town, by: string, formId: string, id: string, now: Date): Promise<boolean> {
  return town.write(async (db: Writing) => {
    const { numUpdatedRows } = await db
      .updateTable('forms.receiver')
      .set({ removed_at: now })
      .where('id', '=', id)
      .where('form_id', '=', formId)
      .where('removed_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return false
    await db.deleteFrom('forms.hand_over').where('receiver_id', '=', id).where('state', '!=', 'delivered').execute()
    await recordAudit(db, {
      action: 'forms.receiver.removed',
      actor: by,
      object: `forms.receiver/${id}`,
      details: { form: formId },
    })
    return true
  })
}

export const listReceivers = (db: Reading, formId: string): Promise<ReceiverRow[]> =>
  db
    .selectFrom('forms.receiver')
    .selectAll()
    .where('form_id', '=', formId)
    .where('removed_at', 'is', null)
    .orderBy('added_at')
    .execute()
