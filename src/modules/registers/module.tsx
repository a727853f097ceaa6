// The door: invented registers for demonstrations and tests; anywhere else nobody answers here.
import type { ErasePerson, MyData } from '../../contracts/my-data.ts'
import type { PlateStock, PopulationRegister, VehicleRegister } from '../../contracts/registers.ts'
import { formatDay } from '../../design/format.ts'
import { addMonths, dayAt } from '../../kernel/calendar/day.ts'
import type { House } from '../../kernel/house.ts'
import type { ModuleDoor } from '../../kernel/module.ts'
import { offer } from '../../kernel/module.ts'
import type { Town } from '../../kernel/town.ts'
import { askPopulation } from './population.ts'
import { chaptersOf, eraseOldQuestions, keptYears, legalBasis } from './question.ts'
import type { Db } from './tables.ts'
import { askVehicles, takenPlates } from './vehicles.ts'
import { registerWords } from './words.ts'

/** A town that works for real must never believe an invented register. */
const isExample = (house: House, town: Town): boolean => house.demo && town.settings.demo

const door: ModuleDoor = {
  name: 'registers',
  officialName: 'Registerauskunft (Beispiel)',
  processing: [
    {
      purpose: {
        de: 'Zeigen, wie Angaben in einem Antrag mit einem Register verglichen werden; die Register sind erfunden',
        en: 'To show how details of an application are compared with a register; the registers are invented',
      },
      legalBasis,
      subjects: { de: 'Antragstellerinnen und Antragsteller', en: 'Applicants' },
      categories: {
        de: 'Nach wem gefragt wurde, wofür, auf welcher Grundlage und ob es einen Eintrag gab',
        en: 'Who was asked about, what for, on which ground and whether there was an entry',
      },
      recipients: { de: 'Keine', en: 'None' },
      erasedAfter: { de: `${keptYears} Jahre nach der Frage`, en: `${keptYears} years after the question` },
    },
  ],
  offers: [
    offer<PopulationRegister>('population-register', 1, async (town, asked, house) =>
      isExample(house, town) ? askPopulation(asked) : undefined,
    ),
    offer<VehicleRegister>('vehicle-register', 1, async (town, asked, house) =>
      isExample(house, town) ? askVehicles(asked) : undefined,
    ),
    offer<PlateStock>('plate-stock', 1, async (town, asked, house) => (isExample(house, town) ? takenPlates(asked) : undefined)),
    offer<MyData>('my-data', 1, (town, { db, person, language }) => chaptersOf(town, db as unknown as Db, person, language)),
    offer<ErasePerson>('erase-person', 1, async (town, { db, person, step, now, language }) => {
      if (step !== 'destroy') return { done: [], kept: [] }
      const { count } = await (db as unknown as Db)
        .selectFrom('registers.question_about')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('subject_id', '=', person)
        .executeTakeFirstOrThrow()
      if (Number(count) === 0) return { done: [], kept: [] }
      const what = registerWords({ language, ownWords: town.settings.ownWords }).keptQuestions(Number(count))
      const until = formatDay(language, addMonths(dayAt(now), 12 * keptYears))
      return { done: [], kept: [{ what, law: 'Art. 5 Abs. 2 DSGVO', until }] }
    }),
  ],
  jobs: [
    {
      name: 'registers.retention',
      schedule: '45 4 * * *',
      work: async (house, now) => {
        const erased = await eraseOldQuestions(house, now)
        if (erased > 0) house.log.info('old questions to registers were erased', { questions: erased, module: 'registers' })
      },
    },
  ],
}

export default door
