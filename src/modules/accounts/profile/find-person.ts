// Persons as a member of staff finds them: by number, mail address or reference exactly, or by name; shown with what tells two of one name apart.
import type { FindPersons, FoundPerson, PersonOfReference } from '../../../contracts/find-persons.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { staffActor } from '../../../kernel/actor.ts'
import type { House } from '../../../kernel/house.ts'
import { readMailAddress } from '../../../kernel/mail-address.ts'
import { readReference } from '../../../kernel/reference.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import type { SignInTables } from '../sign-in/tables.ts'
import { findWay, mailName } from '../sign-in/way.ts'
import { personOfNumber } from './account-number.ts'
import { fieldValue, readFields } from './field.ts'
import { findPersons, mailKey } from './find-key.ts'
import type { ProfileTables } from './tables.ts'

type Asked = FindPersons['input'] & { byName: boolean }

/** Ten at most, each look logged; nothing else is filled in for whoever knows a name. */
export async function lookUpPersons(house: House, town: Town, asked: Asked): Promise<FindPersons['answer']> {
  const found = asked.exact === '' ? await findByName(town, asked) : await findExactly(house, town, asked.exact)
  return found === 'many' ? found : showFound(town, asked.by, asked, found)
}

const findByName = (town: Town, asked: Asked): Promise<string[] | 'many'> =>
  asked.byName ? town.read((db: ReadDb<ProfileTables>) => findPersons(town, db, asked)) : Promise.resolve([])

async function findExactly(house: House, town: Town, typed: string): Promise<string[]> {
  const reference = readReference(typed)
  const asking = reference === undefined ? [] : await house.askAll<PersonOfReference>(town, 'person-of-reference', { reference })
  const mail = readMailAddress(typed)
  return town.read(async (db: ReadDb<ProfileTables>) => {
    const ids = [await personOfNumber(db, typed), ...asking.map(({ answer }) => answer)].filter((id) => id !== undefined)
    if (mail) ids.push(...(await personsOfMail(town, db, mail)))
    if (ids.length === 0) return []
    const rows = await db
      .selectFrom('kernel.person')
      .select('id')
      .where('id', 'in', [...new Set(ids)])
      .where('kind', '=', 'resident')
      .where('left_at', 'is', null)
      .execute()
    return rows.map(({ id }) => id)
  })
}

async function personsOfMail(town: Town, db: ReadDb<ProfileTables>, mail: string): Promise<string[]> {
  const rows = await db
    .selectFrom('accounts.find_key')
    .select('person_id')
    .where('kind', '=', 'mail')
    .where('key', '=', mailKey(town, mail))
    .limit(10)
    .execute()
  const way = await findWay(db as unknown as ReadDb<SignInTables>, 'mail', mailName(town, mail))
  return [...rows.map(({ person_id }) => person_id), ...(way ? [way.person_id] : [])]
}

export async function showFound(
  town: Town,
  by: SignedIn,
  { permission, purpose }: { permission: string; purpose: string },
  ids: readonly string[],
): Promise<FoundPerson[]> {
  if (ids.length === 0) return []
  const look = {
    subjects: ids,
    actor: staffActor(by, permission),
    purpose,
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
    fields: ['Name', 'Geburtsdatum', 'Ort'],
  }
  return town.personal(look, async (db: WriteDb<ProfileTables>) => {
    const found: FoundPerson[] = []
    for (const id of ids) {
      const fields = await readFields(db, id)
      found.push({
        id,
        name: await nameIn(db, id),
        born: fieldValue(fields, 'date-of-birth'),
        city: fieldValue(fields, 'city'),
      })
    }
    return found.sort((a, b) => a.name.localeCompare(b.name, 'de'))
  })
}

export async function nameIn(db: WriteDb<ProfileTables>, person: string): Promise<string> {
  const row = await db.selectFrom('kernel.person_name').selectAll().where('subject_id', '=', person).executeTakeFirst()
  return row ? `${row.given_name} ${row.family_name}`.trim() : ''
}
