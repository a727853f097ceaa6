// One worker per process: woken by what is stored, and by the clock for what is to be tried again.
import type { House } from '../../kernel/house.ts'
import { mailConnections } from '../../kernel/mail.ts'
import type { Town } from '../../kernel/town.ts'
import { canSend, sendParcel } from './channels.ts'
import { type Batch, batchSize, nextDue, renewLease, takeBatch } from './delivery.ts'
import { startRecorder } from './outcome.ts'

export type Worker = {
  /** There may be something to send in this town. */
  wake: (townId: number) => void
  /** Resolves when nothing is being sent any more. */
  idle: () => Promise<void>
  /** Lets what is on its way arrive, takes up nothing more. */
  stop: () => Promise<void>
}

export type WorkerOptions = {
  clock?: () => Date
  /** How long a taken batch is ours; renewed while it is being sent, taken over by others after a crash. */
  leaseMs?: number
  /** All towns are looked through this often, for what another process left behind. */
  sweepMs?: number
}

/** At a fault of the database the worker waits before it asks again. */
const pauseMs = 10_000

export function startWorker(house: House, options: WorkerOptions = {}): Worker {
  const { clock = () => new Date(), leaseMs = 20_000, sweepMs = 60_000 } = options
  const wanted = new Set<number>()
  const timers = new Map<number, NodeJS.Timeout>()
  let running: Promise<void> | undefined
  let stopped = false

  async function sendAll(town: Town, { lease, parcels }: Batch): Promise<void> {
    const rest = [...parcels]
    const record = startRecorder(town, lease, clock)
    let until = clock().getTime() + leaseMs
    const renewing = setInterval(() => {
      const now = clock()
      renewLease(town, lease, leaseMs, now).then(
        () => {
          until = now.getTime() + leaseMs
        },
        (fault: unknown) => house.log.fault('a lease could not be renewed', fault, { town: town.key, module: 'notify' }),
      )
    }, leaseMs / 4)
    const sendOn = async (): Promise<void> => {
      for (let parcel = rest.shift(); parcel && !stopped; parcel = rest.shift()) {
        const now = clock()
        // Whoever could not renew for so long must expect that somebody else sends the rest.
        if (now.getTime() > until - leaseMs / 2) return
        const outcome = await sendParcel(house, town, parcel, now)
        await record({ parcel, outcome })
      }
    }
    try {
      await Promise.all(Array.from({ length: Math.min(mailConnections, parcels.length) }, sendOn))
    } finally {
      clearInterval(renewing)
    }
  }

  async function runTown(town: Town): Promise<void> {
    const batch = await takeBatch(house, town, leaseMs, clock())
    await sendAll(town, batch)
    // One town's thousands do not hold up another's: it goes to the end of the line.
    if (batch.claimed >= batchSize) wake(town.id)
    else if (!stopped) rest(town.id, await nextDue(town))
  }

  function rest(townId: number, due: Date | undefined): void {
    clearTimeout(timers.get(townId))
    timers.delete(townId)
    if (!due) return
    const wait = Math.min(Math.max(due.getTime() - clock().getTime(), 50), sweepMs)
    timers.set(
      townId,
      setTimeout(() => wake(townId), wait),
    )
  }

  async function run(): Promise<void> {
    for (const townId of wanted) {
      if (stopped) return
      wanted.delete(townId)
      const town = house.towns.byId(townId)
      if (!town) continue
      try {
        await runTown(town)
      } catch (fault) {
        house.log.fault('messages could not be sent', fault, { town: town.key, module: 'notify' })
        if (!stopped) rest(townId, new Date(clock().getTime() + pauseMs))
      }
    }
  }

  function wake(townId: number): void {
    if (stopped || !canSend(house)) return
    wanted.add(townId)
    running ??= run().finally(() => {
      running = undefined
      if (wanted.size > 0 && !stopped) wake(wanted.values().next().value!)
    })
  }

  const sweep = (): void => {
    for (const town of house.towns.list()) wake(town.id)
  }
  const timer = setInterval(sweep, sweepMs)
  timer.unref()
  sweep()
  return {
    wake,
    idle: async () => {
      while (running) await running
    },
    stop: async () => {
      stopped = true
      clearInterval(timer)
      for (const waiting of timers.values()) clearTimeout(waiting)
      await running
    },
  }
}
