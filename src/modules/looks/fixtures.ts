// Looks, an objection and a mass run of a town, made by the real code; for tests and the demonstration.
import { staffActor } from '../../kernel/actor.ts'
import { recordAudit } from '../../kernel/audit.ts'
import { newId } from '../../kernel/ids.ts'
import { registerPerson } from '../../kernel/people.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import type { LooksTables } from './tables.ts'

export type LookedAt = { resident: string; clerk: string; unit: string }

/** A unit, a member of staff and a resident whom the member of staff and a module looked at. */
export async function lookedAt(town: Town, now: Date): Promise<LookedAt> {
  const unit = '/kvr/buergerbuero/'
  const resident = await registerPerson(town, { kind: 'resident', givenName: 'Ada', familyName: 'Beispiel' }, now)
  const clerk = await registerPerson(town, { kind: 'staff', givenName: 'Karl', familyName: 'Kundig' }, now)
  await town.write(async (db: WriteDb<KernelTables>) => {
    const known = await db.selectFrom('kernel.unit').select('id').where('path', '=', unit).executeTakeFirst()
    if (!known)
      await db
        .insertInto('kernel.unit')
        .values({
          id: newId(now),
          parent_id: null,
          key: 'buergerbuero',
          path: unit,
          kind: 'unit',
          name: 'Bürgerbüro',
          closed_at: null,
        })
        .execute()
  })
  const office = staffActor({ personId: clerk, units: new Map([['x', [unit]]]) }, 'x', 'Sachbearbeitung')
  const legalBasis = 'Art. 6 Abs. 1 Buchst. e DSGVO'
  await town.personal(
    {
      subjects: [resident],
      actor: office,
      purpose: 'Antrag auf Reisepass prüfen',
      legalBasis,
      fields: ['Name', 'Anschrift'],
      matter: 'Vorgang 7K3M-9QX2',
      thirdPersons: true,
    },
    async () => undefined,
  )
  await town.personal(
    { subjects: [resident], actor: { system: 'pages' }, purpose: 'Nachricht zugestellt', legalBasis, fields: ['E-Mail'] },
    async () => undefined,
  )
  return { resident, clerk, unit }
}

/** One of everything this room stores, for the walls between towns. */
export async function fillTown(town: Town, now = new Date()): Promise<void> {
  const { resident, clerk } = await lookedAt(town, now)
  await town.massRun(
    {
      actor: { system: 'pages' },
      rule: 'Alle Personen mit Ausweis',
      purpose: 'Ablauf des Ausweises melden',
      legalBasis: 'Beispiel',
      persons: 1,
    },
    async () => undefined,
  )
  const look = { subjects: [resident], actor: 'self', purpose: 'Einwand', legalBasis: 'Art. 15 DSGVO' }
  await town.personal(look, async (db: WriteDb<LooksTables>) => {
    const id = newId(now)
    const row = await db.selectFrom('kernel.access_log').select('id').where('subject_id', '=', resident).executeTakeFirstOrThrow()
    await db
      .insertInto('looks.objection')
      .values({ id, person_id: resident, look_id: row.id, made_at: now, due: '2026-12-22', answered_at: null, answered_by: null })
      .execute()
    await db
      .insertInto('looks.objection_text')
      .values({ subject_id: resident, objection_id: id, reason: 'Warum?', answer: '' })
      .execute()
    await db
      .insertInto('looks.inquiry')
      .values({ id: newId(now), person_id: resident, purpose: 'Probe', made_by: clerk, made_at: now })
      .execute()
    await recordAudit(db, { action: 'looks.log.hidden', actor: 'self', object: `look:${row.id}` })
  })
}
