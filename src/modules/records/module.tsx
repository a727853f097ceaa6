// The door: the electronic file, in which every document of a matter has its place and its period.

import type { DeskSearch, DeskWork } from '../../contracts/desk-work.ts'
import type { CloseProcedure, FileDocuments, ProcedureOf } from '../../contracts/filing.ts'
import type { ErasePerson, MyData } from '../../contracts/my-data.ts'
import type { TownFiles } from '../../contracts/town-files.ts'
import { dayAt } from '../../kernel/calendar/day.ts'
import { type ModuleDoor, offer } from '../../kernel/module.ts'
import { actionRoutes } from './desk/action-routes.tsx'
import { documentRoutes } from './desk/document-routes.tsx'
import { deskHits, deskLists } from './desk/offers.ts'
import { planRoutes } from './desk/plan-routes.tsx'
import { procedureRoutes } from './desk/procedure-routes.tsx'
import { taskRoutes } from './desk/task-routes.tsx'
import { fileDocuments } from './filing/file-documents.ts'
import { chaptersOf, eraseIn } from './person-offers.ts'
import { takeTownPlan } from './plan/town-plan.ts'
import { basketRoutes } from './post/basket-routes.tsx'
import { closeOfMatter, procedureOf } from './procedure.ts'
import { prepareDisposals } from './retention/disposal.ts'
import { disposalRoutes } from './retention/disposal-routes.tsx'
import type { Db } from './text.ts'
import { exportRoutes } from './xdomea/export-routes.tsx'

const door: ModuleDoor = {
  name: 'records',
  officialName: 'E-Akte',
  permissions: {
    'file.read': { de: 'Akten der eigenen Stelle lesen', en: 'Read the files of the own unit' },
    'file.write': { de: 'Dokumente ablegen und Vorgänge führen', en: 'File documents and keep procedures' },
    'confidential.read': { de: 'Vertrauliche Akten öffnen', en: 'Open confidential files' },
    'task.repair': { de: 'Ablagefehler beheben', en: 'Repair filing errors' },
    'hold.set': { de: 'Aussonderung sperren und freigeben', en: 'Set and lift legal holds' },
    'disposal.run': { de: 'Akten aussondern', en: 'Dispose of files' },
    'plan.change': { de: 'Aktenplan ändern', en: 'Change the filing plan', wholeTown: true },
  },
  processing: [
    {
      purpose: {
        de: 'Vorgänge vollständig und nachprüfbar in Akten aufbewahren, dem Archiv anbieten oder vernichten',
        en: 'To keep procedures complete and open to review in files, to offer them to the archive or destroy them',
      },
      legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
      subjects: {
        de: 'Einwohnerinnen und Einwohner, Organisationen, Beschäftigte',
        en: 'Residents, organisations, staff',
      },
      categories: {
        de: 'Namen und Inhalte von Dokumenten, wer was wann abgelegt, geändert, mitgezeichnet und ausgesondert hat',
        en: 'Names and contents of documents, who filed, changed, signed and disposed of what and when',
      },
      recipients: {
        de: 'Die aktenführende Stelle, beteiligte Stellen, das Archiv',
        en: 'The unit that keeps the file, units that take part, the archive',
      },
      erasedAfter: {
        de: 'nach der Frist des Aktenplans, ab Ende des Jahres, in dem der Vorgang abgeschlossen wurde; vorher wird er dem Archiv angeboten',
        en: 'after the period of the filing plan, from the end of the year of closing; before that it is offered to the archive',
      },
    },
  ],
  desk: [{ path: '/desk/records', permission: 'records.file.read', label: { de: 'Akten', en: 'Files' } }],
  offers: [
    offer<FileDocuments>('file-documents', 1, fileDocuments),
    offer<CloseProcedure>('close-procedure', 1, async (_town, { db, matter, result, now }) =>
      closeOfMatter(db as unknown as Db, matter, result, now),
    ),
    offer<ProcedureOf>('procedure-of', 1, async (_town, { db, matter }) => (await procedureOf(db as unknown as Db, matter))!),
    offer<MyData>('my-data', 1, (town, { db, person, language }) => chaptersOf(town, db as unknown as Db, person, language)),
    offer<ErasePerson>('erase-person', 1, eraseIn),
    offer<DeskWork>('desk-work', 1, (town, { person, language, deputyFor }) =>
      deputyFor === undefined ? deskLists(town, person, language) : Promise.resolve([]),
    ),
    offer<DeskSearch>('desk-search', 1, (town, { person, language, query }) => deskHits(town, person, language, query)),
    offer<TownFiles>('town-files', 1, takeTownPlan),
  ],
  jobs: [
    {
      name: 'records.disposals',
      schedule: '50 4 * * *',
      work: async (house, now) => {
        const prepared = await prepareDisposals(house, dayAt, now)
        if (prepared > 0) house.log.info('disposals were prepared', { runs: prepared, module: 'records' })
      },
    },
  ],
  routes: (on) => {
    planRoutes(on)
    procedureRoutes(on)
    documentRoutes(on)
    actionRoutes(on)
    taskRoutes(on)
    basketRoutes(on)
    disposalRoutes(on)
    exportRoutes(on)
  },
}

export default door
