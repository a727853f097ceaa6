// What waits for a signed-in person in the hall: every room is asked with a time limit, and who is late is named.
import type { InterestsOf, PersonalHall, PersonalLink } from '../../contracts/personal-hall.ts'
import { formatDayInList } from '../../design/format.ts'
import type { SignedIn } from '../../kernel/access.ts'
import type { Visit } from '../../kernel/http/visit.ts'

/** Longer than this nobody waits for a neighbour: the question and the search stand below. */
const patienceMs = 300

export type PersonalView = {
  tasks: readonly (PersonalLink & { day?: string | undefined; overdue: boolean })[]
  drafts: readonly PersonalLink[]
  appointments: readonly PersonalLink[]
  news: readonly PersonalLink[]
  fitting: readonly (PersonalLink & { because: string })[]
  /** Suggestions are switched off by the person. */
  offersOff: boolean
  /** Official names of rooms that did not answer in time. */
  missing: readonly string[]
}

const longest = 6

/** Undefined where there is nobody, or where somebody acts for others: what is their own then stays in their account. */
export async function viewPersonal(visit: Visit): Promise<PersonalView | undefined> {
  const { house, town, language, today, person } = visit
  if (person?.kind !== 'resident' || person.actsFor) return undefined
  const { interests, offersOff } = await interestsOf(visit, person)
  const asked = { person: person.personId, interests, language, today }
  const { answers, missing } = await house.askAllWithin<PersonalHall>(town, 'personal-hall', asked, patienceMs)
  const parts = answers.map(({ answer }) => answer)
  const tasks = parts
    .flatMap(({ tasks }) => tasks ?? [])
    .sort((a, b) => (a.due ?? '9').localeCompare(b.due ?? '9'))
    .map(({ due, ...task }) => ({
      ...task,
      day: due && formatDayInList(language, due),
      overdue: due !== undefined && due < today,
    }))
  return {
    tasks,
    drafts: parts.flatMap(({ drafts }) => drafts ?? []).slice(0, longest),
    appointments: parts.flatMap(({ appointments }) => appointments ?? []).slice(0, longest),
    news: parts.flatMap(({ news }) => news ?? []).slice(0, longest),
    fitting: offersOff ? [] : parts.flatMap(({ fitting }) => fitting ?? []).slice(0, longest),
    offersOff,
    missing: [...new Set(missing.map(({ officialName }) => officialName))],
  }
}

/** Asked with the same patience: without an answer nothing is suggested, and nothing else is missing. */
async function interestsOf(visit: Visit, person: SignedIn): Promise<{ interests: readonly string[]; offersOff: boolean }> {
  const { house, town, now } = visit
  const { answers } = await house.askAllWithin<InterestsOf>(town, 'interests-of', { person: person.personId, now }, patienceMs)
  const [known] = answers
  if (!known) return { interests: [], offersOff: true }
  return known.answer === 'off' ? { interests: [], offersOff: true } : { interests: known.answer, offersOff: false }
}
