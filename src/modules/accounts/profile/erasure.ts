// The end of an account, in the lawful order: restrict, offer to the archive, destroy; each step of each room once, also after a crash.
import { createHash, randomBytes } from 'node:crypto'
import type { ErasePerson, ErasureReport, ErasureStep } from '../../../contracts/my-data.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { recordAudit } from '../../../kernel/audit.ts'
import type { House } from '../../../kernel/house.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Language } from '../../../kernel/language.ts'
import { endPerson } from '../../../kernel/people.ts'
import type { Look, ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { ownLook } from './own-look.ts'
import type { ProfileTables } from './tables.ts'

type Db = WriteDb<ProfileTables>

/** @law Art. 18, 17 DSGVO; the archive law of the Land stands between them: records are offered before they are destroyed */
const steps: readonly ErasureStep[] = ['restrict', 'archive', 'destroy']

export type RoomReport = { room: string; officialName: string; report: ErasureReport }

class NotForReal extends Error {}

/**
 * What an erasure would do and what the law keeps: every room does all three steps in a transaction that is then undone, so that what is
 * announced is what will happen. A room that cannot say is named.
 */
export async function foresee(
  house: House,
  town: Town,
  person: SignedIn,
  language: Language,
  now: Date,
): Promise<{ reports: RoomReport[]; missing: string[] }> {
  const reports: RoomReport[] = []
  const missing: string[] = []
  const look = ownLook(person, 'Vorschau auf die eigene Löschung')
  for (const { module, officialName, ask } of house.neighbours<ErasePerson>(town, 'erase-person')) {
    const seen: ErasureReport[] = []
    try {
      await town.personal(look, async (db) => {
        for (const step of steps) seen.push(await ask({ db, person: person.personId, step, now, language }))
        throw new NotForReal()
      })
    } catch (fault) {
      if (fault instanceof NotForReal) reports.push({ room: module, officialName, report: joined(seen) })
      else {
        house.log.fault(`${module} did not foresee erase-person`, fault, { town: town.key, module })
        missing.push(officialName)
      }
    }
  }
  return { reports: byRoom(reports), missing }
}

const joined = (reports: readonly ErasureReport[]): ErasureReport => ({
  done: reports.flatMap(({ done }) => done),
  kept: reports.flatMap(({ kept }) => kept),
})

/** One line for each room and matter; what is said twice stands once. */
function byRoom(reports: readonly RoomReport[]): RoomReport[] {
  return [...new Set(reports.map(({ officialName }) => officialName))].map((officialName) => {
    const own = reports.filter((one) => one.officialName === officialName)
    const { done, kept } = joined(own.map(({ report }) => report))
    const once = <Line extends object>(lines: readonly Line[]): Line[] => [
      ...new Map(lines.map((line) => [JSON.stringify(line), line])).values(),
    ]
    return { room: own[0]!.room, officialName, report: { done: once(done), kept: once(kept) } }
  })
}

const receiptHash = (receipt: string): Buffer => createHash('sha256').update(receipt).digest()

/** Stores the wish and ends every session; from here on it is carried out, whatever happens. @returns the receipt for a cookie */
export async function askErasure(town: Town, person: SignedIn, language: Language, now: Date): Promise<string> {
  const receipt = randomBytes(32).toString('base64url')
  await town.write(async (db: Db) => {
    const id = newId(now)
    await db
      .insertInto('accounts.erasure')
      .values({
        id,
        person_id: person.personId,
        language,
        asked_at: now,
        finished_at: null,
        receipt_hash: receiptHash(receipt),
      })
      .onConflict((same) => same.columns(['town_id', 'person_id']).doUpdateSet({ receipt_hash: receiptHash(receipt) }))
      .execute()
    await endPerson(db, person.personId, now)
    await recordAudit(db, { action: 'accounts.erasure.asked', actor: 'self', object: `erasure:${id}` })
  })
  return receipt
}

/** Carries on where it stopped: what a room has done is written in the transaction in which it did it. */
export async function carryOut(
  house: House,
  town: Town,
  erasure: { id: string; person_id: string; language: Language },
  now: Date,
): Promise<void> {
  const { id, person_id: person, language } = erasure
  const look: Look<never> = {
    subjects: [person],
    actor: { system: 'accounts' },
    purpose: 'Konto auf eigenen Wunsch gelöscht',
    legalBasis: 'Art. 17 DSGVO',
  }
  for (const step of steps) {
    for (const { key, officialName, ask } of house.neighbours<ErasePerson>(town, 'erase-person')) {
      await town.personal({ ...look, subjects: [person] }, async (db: Db) => {
        const room = `${key} ${officialName}`
        // Two processes may carry on with the same erasure: one waits for the other.
        await db.selectFrom('accounts.erasure').select('id').where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
        const known = await db
          .selectFrom('accounts.erasure_step')
          .select('done_at')
          .where('erasure_id', '=', id)
          .where('room', '=', room)
          .where('step', '=', step)
          .executeTakeFirst()
        if (known) return
        const report = await ask({ db, person, step, now, language })
        await db
          .insertInto('accounts.erasure_step')
          .values({ erasure_id: id, room, step, done_at: now, report: JSON.stringify(report) })
          .execute()
      })
    }
  }
  await town.write(async (db: Db) => {
    await db.updateTable('accounts.erasure').set({ finished_at: now }).where('id', '=', id).execute()
    await recordAudit(db, { action: 'accounts.erasure.finished', actor: { system: 'accounts' }, object: `erasure:${id}` })
  })
}

const findOpen = (town: Town) =>
  town.read((db: ReadDb<ProfileTables>) =>
    db
      .selectFrom('accounts.erasure')
      .select(['id', 'person_id', 'language'])
      .where('finished_at', 'is', null)
      .limit(50)
      .execute(),
  )

/** What a crash or a room at fault left undone; one that fails again waits for the next run. */
export async function carryOnErasures(house: House, now: Date): Promise<void> {
  for (const town of house.towns.list()) {
    for (const erasure of await findOpen(town)) {
      await carryOut(house, town, erasure, now).catch((fault: unknown) =>
        house.log.fault('an erasure waits for its next try', fault, { town: town.key, erasure: erasure.id }),
      )
    }
  }
}

export type ErasureReceipt = { finished: boolean; askedAt: Date; reports: readonly RoomReport[] }

/** For the browser that asked, within an hour. */
export async function findReceipt(
  town: Town,
  receipt: string | undefined,
  now: Date,
): Promise<(ErasureReceipt & { id: string; person_id: string; language: Language }) | undefined> {
  if (!receipt || receipt.length > 100) return undefined
  return town.read(async (db: ReadDb<ProfileTables>) => {
    const erasure = await db
      .selectFrom('accounts.erasure')
      .selectAll()
      .where('receipt_hash', '=', receiptHash(receipt))
      .where('asked_at', '>', new Date(now.getTime() - 3_600_000))
      .executeTakeFirst()
    if (!erasure) return undefined
    const rows = await db
      .selectFrom('accounts.erasure_step')
      .selectAll()
      .where('erasure_id', '=', erasure.id)
      .orderBy('done_at')
      .execute()
    const reports = rows.map(({ room, report }) => {
      const [key = '', ...name] = room.split(' ')
      return { room: key, officialName: name.join(' '), report }
    })
    const { id, person_id, language, asked_at, finished_at } = erasure
    return { id, person_id, language, finished: finished_at !== null, askedAt: asked_at, reports: byRoom(reports) }
  })
}
