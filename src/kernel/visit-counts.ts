// Hands the visits of the last seconds to the module that counts them, under the legal day.
import type { VisitCounts } from '../contracts/visits.ts'
import type { House } from './house.ts'
import { dayInBerlin } from './http/visit.ts'
import type { Visits } from './visits.ts'

export async function handOverVisits(house: House, visits: Visits, now: Date): Promise<void> {
  for (const [townId, counts] of visits.drain()) {
    const town = house.towns.byId(townId)
    if (town) await house.askAll<VisitCounts>(town, 'visit-counts', { day: dayInBerlin(now), visits: counts })
  }
}
