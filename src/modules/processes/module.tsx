// The door: processes and decisions that departments read, change and trust.
import type { ModuleDoor } from '../../kernel/module.ts'
import { startWorker } from './worker.ts'

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
  },
  opened: (house) => {
    const worker = startWorker(house)
    return () => worker.stop()
  },
}

export default door
