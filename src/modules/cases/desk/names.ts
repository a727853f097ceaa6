// Names for the rows in view: each person's look is logged with the case it belongs to; colleagues are looked at too.
import { sql } from 'kysely'
import type { SignedIn } from '../../../kernel/access.ts'
import { showReference } from '../../../kernel/reference.ts'
import { namesIn, staffLaw } from '../../../kernel/staff.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import { logAccess, type ReadDb, type Town, type WriteDb } from '../../../kernel/town.ts'
import { mayRead } from '../access.ts'
import { legalBasis, type Writing } from '../case.ts'
import { listName } from '../intake/parties.ts'
import { sealedParty } from '../sealing.ts'
import type { CaseRow } from '../tables.ts'
import { actorOf, unitsFor } from './clerk.ts'

export type Names = {
  /** `Muster, Anna` by the id of the case; undefined where nobody knows any more. */
  applicant: ReadonlyMap<string, string>
  /** Colleagues as `A. Muster`, by id. */
  colleague: (id: string) => string | undefined
}

/** Inside a transaction of the caller. */
export async function colleaguesIn(
  db: Writing,
  person: SignedIn,
  ids: readonly string[],
): Promise<(id: string) => string | undefined> {
  const others = [...new Set(ids)]
  if (others.length === 0) return () => undefined
  const actor = actorOf(person, unitsFor(person, mayRead)[0] ?? '/')
  await logAccess(db, others, { actor, purpose: 'Als Bearbeitung eines Vorgangs angezeigt', legalBasis: staffLaw })
  const names = await namesIn(db as unknown as ReadDb<KernelTables>, others)
  return (id) => {
    const name = names.get(id)
    return name && [name.given && `${name.given[0]}.`, name.family].filter(Boolean).join(' ')
  }
}

type Purpose = 'Vorgang in einer Arbeitsliste gezeigt' | 'Vorgang in einer Datei gespeichert'

export const namesOf = (
  town: Town,
  person: SignedIn,
  rows: readonly CaseRow[],
  purpose: Purpose = 'Vorgang in einer Arbeitsliste gezeigt',
): Promise<Names> =>
  town.write(async (db: Writing) => {
    if (rows.length === 0) return { applicant: new Map(), colleague: () => undefined }
    const parties = await db
      .selectFrom('cases.party')
      .select(['id', 'case_id', 'subject'])
      .where(
        'case_id',
        'in',
        rows.map(({ id }) => id),
      )
      .where('role', '=', 'applicant')
      .where('ended_at', 'is', null)
      .execute()
    const byCase = new Map(rows.map((row) => [row.id, row]))
    await lookAtEach(
      db,
      person,
      parties.map((party) => ({ subject: party.subject, row: byCase.get(party.case_id)! })),
      purpose,
    )
    const [contents, colleague] = await Promise.all([
      parties.length === 0
        ? []
        : db
            .selectFrom('cases.party_content')
            .select(['party_id', 'sealed'])
            .where(
              'party_id',
              'in',
              parties.map(({ id }) => id),
            )
            .execute(),
      colleaguesIn(
        db,
        person,
        rows.flatMap(({ assignee }) => assignee ?? []).filter((id) => id !== person.personId),
      ),
    ])
    const caseOf = new Map(parties.map(({ id, case_id }) => [id, case_id]))
    const applicant = new Map<string, string>()
    for (const { party_id, sealed } of contents) {
      const name = listName(sealedParty.open(town.dataKey, party_id, sealed))
      if (name !== '') applicant.set(caseOf.get(party_id)!, name)
    }
    return { applicant, colleague }
  })

/** One entry for each person and case, in one statement. */
async function lookAtEach(
  db: WriteDb<unknown>,
  person: SignedIn,
  looks: readonly { subject: string; row: CaseRow }[],
  purpose: string,
): Promise<void> {
  if (looks.length === 0) return
  const subjects = looks.map(({ subject }) => subject)
  const matters = looks.map(({ row }) => showReference(row.reference))
  const actors = looks.map(({ row }) => `staff:${person.personId}@${row.unit}`)
  await sql`SELECT count(kernel.log_access(ARRAY[l.subject], l.actor, ${purpose}, ${legalBasis}, l.matter, NULL, ARRAY['Name'], false, NULL))
    FROM unnest(${subjects}::uuid[], ${actors}::text[], ${matters}::text[]) AS l(subject, actor, matter)`.execute(db)
}
