// `stadttor serve`: opens the house, settles the towns, and answers until it is told to stop.
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { VNode } from 'preact'
import type { DemoAccounts } from './contracts/sign-in.ts'
import { FaultPage, NotFoundPage, TooManyPage, WrongRequestPage } from './design/error-pages.tsx'
import type { Frame } from './design/frame.ts'
import { themeCss } from './design/theme.ts'
import { startSealer } from './kernel/audit/sealer.ts'
import { auditSubject } from './kernel/audit.ts'
import type { Configuration } from './kernel/configuration.ts'
import { takeDataDir } from './kernel/data-folder.ts'
import { startDispatcher } from './kernel/dispatcher.ts'
import type { House } from './kernel/house.ts'
import { Assets } from './kernel/http/assets.ts'
import { Frames, frameSubject } from './kernel/http/frame.ts'
import { proxyList } from './kernel/http/limits.ts'
import { PageCache } from './kernel/http/page-cache.ts'
import { routesOf } from './kernel/http/routes.ts'
import type { ErrorKind } from './kernel/http/send.ts'
import { createServer } from './kernel/http/server.ts'
import { startJobs } from './kernel/jobs.ts'
import { listen } from './kernel/listening.ts'
import type { Log } from './kernel/log.ts'
import { declareMeasures } from './kernel/measures.ts'
import { Metrics } from './kernel/metrics.ts'
import { type Notice, townList } from './kernel/outbox.ts'
import { Sessions } from './kernel/sessions.ts'
import type { KernelTables } from './kernel/tables.ts'
import type { ReadDb } from './kernel/town.ts'
import { handOverVisits } from './kernel/visit-counts.ts'
import { Visits } from './kernel/visits.ts'
import { openHouse, place, settleTowns } from './main.ts'

export type Serving = {
  address: string
  port: number
  metricsPort: number | undefined
  otherTowns: string[]
  /** Persons of the demonstration and how they sign in. */
  demoAccounts: string[]
  stop: () => Promise<void>
}

/** Resolves once the first page can be fetched. */
export async function serve(configuration: Configuration, log: Log): Promise<Serving> {
  const hold = takeDataDir(configuration.dataDir)
  const opened = await openHouse(configuration, log).catch((fault: unknown) => {
    hold.release()
    throw fault
  })
  const { house } = opened
  const close = async (): Promise<void> => {
    await opened.close()
    hold.release()
  }
  const served = await settleTowns(house, configuration, new Date())
    .then(() => serveHouse(house, configuration))
    .catch(async (fault: unknown) => {
      await close()
      throw fault
    })
  const address = configuration.baseUrl.replace(/:0$/, `:${served.port}`)
  hold.announce(address)
  const demoAccounts = configuration.demo ? await makeDemoAccounts(house) : []
  return {
    address,
    port: served.port,
    metricsPort: served.metricsPort,
    otherTowns: house.towns
      .list()
      .map(({ origin }) => origin)
      .filter((origin) => origin !== configuration.baseUrl),
    demoAccounts,
    stop: async () => {
      await served.stop()
      await close()
    },
  }
}

async function makeDemoAccounts(house: House): Promise<string[]> {
  const [town] = house.towns.list()
  if (!town?.settings.demo) return []
  const answers = await house.askAll<DemoAccounts>(town, 'demo-accounts', { now: new Date() })
  return answers.flatMap(({ answer }) => answer)
}

export type ServedHouse = { port: number; metricsPort: number | undefined; stop: () => Promise<void> }

/** Serves a house that is already open; `stop` leaves the house and its database open. */
export async function serveHouse(
  house: House,
  configuration: Pick<Configuration, 'port' | 'host' | 'metricsPort' | 'trustedProxies' | 'limits' | 'auditDir'>,
  clock: () => number = Date.now,
): Promise<ServedHouse> {
  const { log } = house
  const assets = new Assets(place.dist)
  const frames = new Frames(assets.names, ({ settings }) => assets.addStyle('theme', themeCss(settings)))
  const cache = new PageCache()
  const visits = new Visits()
  const sessions = new Sessions()
  const metrics = new Metrics()
  declareMeasures(metrics, house)
  // Reads every door first: a route that is not in order stops the start-up before anything runs.
  const server = createServer({
    house,
    routes: house.modules.flatMap((module) => routesOf(module)),
    assets,
    frames,
    cache,
    visits,
    sessions,
    metrics,
    proxies: proxyList(configuration.trustedProxies),
    limits: configuration.limits,
    clock,
    errorPage,
    ready: () =>
      bothRolesAnswer(house).then(
        () => true,
        () => false,
      ),
  })
  const dispatcher = startDispatcher(house)
  const sealer = startSealer(house, configuration.auditDir)

  const forget = ({ town, subjects }: Notice): void => {
    cache.drop(town, subjects)
    house.search.forget(town, subjects)
    sessions.forget(town, subjects)
    if (subjects.includes(frameSubject) || subjects.includes('*')) frames.forget(town)
  }
  house.towns.announce = (town, told) => {
    forget({ town: town.id, subjects: told.flatMap(({ subjects }) => subjects) })
    dispatcher.news(town.id)
  }
  const renewTowns = (): void => {
    const renewed = () => {
      cache.dropAll()
      frames.forget()
      sessions.forgetAll()
      house.search.forgetAll()
      dispatcher.sweep()
      sealer.sweep()
    }
    house.towns
      .load()
      .catch((fault: unknown) => log.fault('the list of towns could not be read again', fault))
      .then(renewed)
  }
  const listening = await listen(
    house.database.ownerUrl,
    {
      heard: (notice) => {
        if (notice.town === townList) return renewTowns()
        if (notice.subjects.includes(auditSubject)) return sealer.news(notice.town)
        forget(notice)
        dispatcher.news(notice.town)
      },
      deaf: () => {
        cache.dropAll()
        sessions.forgetAll()
        renewTowns()
      },
    },
    log,
  )
  dispatcher.sweep()
  sealer.sweep()

  const metricsServer = createHttpServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8')
    metrics.text().then((text) => response.end(text))
  })
  const stopListening = async (): Promise<void> => {
    await server.close()
    metricsServer.close()
    await listening.stop()
    await dispatcher.stop()
    await sealer.stop()
  }
  try {
    await server.listen({ port: configuration.port, host: configuration.host })
    if (configuration.metricsPort !== undefined) {
      metricsServer.listen(configuration.metricsPort, configuration.host)
      await once(metricsServer, 'listening')
    }
  } catch (fault) {
    await stopListening()
    throw fault
  }
  const { port } = server.server.address() as AddressInfo
  const flush = () =>
    handOverVisits(house, visits, new Date()).catch((fault: unknown) => log.fault('visits could not be counted', fault))
  const flushing = setInterval(flush, 10_000)
  // The default town's first question should not wait for its index.
  const [first] = house.towns.list()
  if (first)
    house.search.suggest(first, '', 'de', 1).catch((fault: unknown) => log.fault('the search could not be prepared', fault))
  const jobs = startJobs(house, house.database.platformUrl, metrics)
  jobs.catch((fault: unknown) => log.fault('the job queue did not start', fault))
  const closers = house.modules.flatMap((module) => module.opened?.(house) ?? [])

  return {
    port,
    metricsPort: (metricsServer.address() as AddressInfo | null)?.port,
    stop: async () => {
      clearInterval(flushing)
      await stopListening()
      await flush()
      await jobs.then(
        ({ stop }) => stop(),
        () => undefined,
      )
      for (const close of closers) await close()
    },
  }
}

/** Two roles sign in to the database, and each can be locked out alone. */
async function bothRolesAnswer(house: House): Promise<void> {
  await house.platform.read((db) => db.selectFrom('kernel.town').select('id').limit(1).execute())
  await house.towns
    .list()[0]
    ?.read((db: ReadDb<KernelTables>) => db.selectFrom('kernel.session').select('level').limit(1).execute())
}

function errorPage(frame: Frame, kind: ErrorKind, reference: string, seconds: number): VNode {
  if (kind === 'not-found') return <NotFoundPage frame={frame} />
  if (kind === 'too-many') return <TooManyPage frame={frame} seconds={seconds} />
  if (kind === 'fault' || kind === 'overload') return <FaultPage frame={frame} reference={reference} />
  return <WrongRequestPage frame={frame} />
}
