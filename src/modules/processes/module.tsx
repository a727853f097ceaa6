// The door: processes and decisions that departments read, change and trust.
import type { DeskSearch, DeskWork } from '../../contracts/desk-work.ts'
import { type ModuleDoor, offer } from '../../kernel/module.ts'
import { apiRoutes } from './api-routes.ts'
import { processCommands } from './commands.ts'
import { instanceRoutes } from './desk/instance-routes.tsx'
import { modelRoutes } from './desk/model-routes.tsx'
import { moveRoutes } from './desk/move-routes.tsx'
import { deskHits, deskLists } from './desk/offers.ts'
import { taskRoutes } from './desk/task-routes.tsx'
import { dueEvent, matterOffers } from './matter.ts'
import { packageOffers } from './package-part.ts'
import { eraseEnded } from './retention.ts'
import { tryCommand } from './trial/try-command.ts'
import { startWorker, wakeWorker } from './worker.ts'

const door: ModuleDoor = {
  name: 'processes',
  officialName: 'Prozessplattform',
  permissions: {
    'model.change': {
      de: 'Prozesse und Entscheidungen bereitstellen',
      en: 'Deploy processes and decisions',
      administrative: true,
    },
    'instance.read': { de: 'Vorgänge in Prozessen ansehen', en: 'Look at process instances' },
    'instance.repair': { de: 'Störungen in Vorgängen beheben', en: 'Repair process instances' },
    'task.work': { de: 'Aufgaben aus Prozessen bearbeiten', en: 'Work on tasks of processes' },
    'instance.start': { de: 'Prozesse beginnen (Programme)', en: 'Begin processes (programs)', wholeTown: true },
    'history.read': {
      de: 'Verlauf von Vorgängen lesen (Programme)',
      en: 'Read the history of instances (programs)',
      wholeTown: true,
    },
    'message.send': {
      de: 'Nachrichten an Prozesse senden (Programme)',
      en: 'Send messages to processes (programs)',
      wholeTown: true,
    },
    'task.list': { de: 'Aufgaben auflisten (Programme)', en: 'List tasks (programs)', wholeTown: true },
    'task.complete': { de: 'Aufgaben erledigen (Programme)', en: 'Complete tasks (programs)', wholeTown: true },
    'work.do': {
      de: 'Arbeit von Prozessen holen und tun (Programme)',
      en: 'Fetch and do work of processes (programs)',
      wholeTown: true,
    },
  },
  desk: [
    { path: '/desk/processes/tasks', permission: 'processes.task.work', label: { de: 'Aufgaben', en: 'Tasks' } },
    { path: '/desk/processes', permission: 'processes.instance.read', label: { de: 'Prozesse', en: 'Processes' }, rare: true },
  ],
  processing: [
    {
      purpose: { de: 'Schritte von Vorgängen steuern und nachweisen', en: 'To steer and prove the steps of procedures' },
      legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
      subjects: { de: 'Beschäftigte', en: 'Staff' },
      categories: {
        de: 'Kennung der Person, die eine Aufgabe übernommen oder erledigt hat, mit Zeitpunkt',
        en: 'Id of the person who claimed or completed a task, with the time',
      },
      recipients: { de: 'Die Stelle, der der Prozess gehört', en: 'The unit that the process belongs to' },
      erasedAfter: {
        de: 'mit dem beendeten Vorgang, 365 Tage nach seinem Ende, sofern der Prozess nichts anderes bestimmt',
        en: 'with the ended instance, 365 days after its end unless the process sets another time',
      },
    },
  ],
  offers: [
    offer<DeskWork>('desk-work', 1, (town, asked) => deskLists(town, asked, new Date())),
    offer<DeskSearch>('desk-search', 1, (town, asked) => deskHits(town, asked)),
    ...matterOffers,
    ...packageOffers,
  ],
  hears: [{ type: dueEvent, receive: async (town, _event, house) => wakeWorker(house, town) }],
  jobs: [
    {
      name: 'processes.retention',
      schedule: '35 4 * * *',
      work: async (house, now) => {
        const gone = await eraseEnded(house, now)
        if (gone > 0) house.log.info('ended process instances were erased', { instances: gone, module: 'processes' })
      },
    },
  ],
  commands: [...processCommands, tryCommand],
  opened: (house) => {
    const worker = startWorker(house)
    return () => worker.stop()
  },
  routes: (on) => {
    taskRoutes(on)
    modelRoutes(on)
    moveRoutes(on)
    instanceRoutes(on)
    apiRoutes(on)
  },
}

export default door
