// What a first visit of each kind of page loads in a real browser: bytes on the wire, scripts by name, foreign requests.
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { type Bench, CannotMeasure, type Figure, rounded } from './bench.ts'
import { munichHall, pathOfService } from './munich.ts'
import { fetchOnce } from './reader.ts'

type Loaded = { url: string; bytes: number; type: string; status: number }

/** Kinds of content pages, each by the first link to one that the pages before it hold. */
const kinds: { kind: string; link: RegExp }[] = [
  { kind: 'situation', link: /^\/(?:life-)?situations\/[^/?#]+$/ },
  { kind: 'topics', link: /^\/topics$/ },
  { kind: 'topic', link: /^\/topics\/[^/?#]+$/ },
  { kind: 'A–Z', link: /^\/a-z$/ },
  { kind: 'offices', link: /^\/offices$/ },
  { kind: 'office', link: /^\/offices\/[^/?#]+$/ },
  { kind: 'imprint', link: /^\/imprint$/ },
  { kind: 'accessibility statement', link: /^\/accessibility$/ },
]

export const pageSize: Bench = {
  name: 'page-size',
  title: 'first visit of every kind of page, all resources as they come over the wire',
  measure: async (run) => {
    const { townHall, services } = await munichHall(run)
    const { port } = townHall
    const longest = services.find(({ title }) => /^Personalausweis/.test(title)) ?? services[0]!
    const pages = [
      { kind: 'hall', path: '/' },
      { kind: 'service', path: await pathOfService(port, longest.id) },
      { kind: 'search', path: '/search?q=personalausweis' },
    ]
    const links = await linksOf(port, pages)
    for (const { kind, link } of kinds) {
      const path = [...links].find((each) => link.test(each))
      const status = path && (await fetchOnce(port, path)).status
      if (!path || status !== 200) {
        run.say(path ? `${kind}: ${path} answered ${status}` : `${kind}: no page links to one`)
        continue
      }
      pages.push({ kind, path })
      for (const found of await linksOf(port, [{ path }])) links.add(found)
    }
    const browser = await openBrowser()
    run.atEnd(() => browser.close())
    const measured: { kind: string; loaded: Loaded[] }[] = []
    for (const { kind, path } of pages)
      measured.push({ kind, loaded: await firstVisit(browser, `http://localhost:${port}`, path) })
    return [...measured.map(({ kind, loaded }) => sizeOf(kind, loaded)), ...(await bounds(port, measured))]
  },
}

async function linksOf(port: number, pages: readonly { path: string }[]): Promise<Set<string>> {
  const links = new Set<string>()
  for (const { path } of pages) {
    const { text } = await fetchOnce(port, path)
    for (const [, href] of text.matchAll(/href="(\/[^"]*)"/g)) links.add(href!)
  }
  return links
}

async function openBrowser(): Promise<Browser> {
  try {
    // The package's own default arguments would switch off the web's security.
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
    return await playwright.launch({ executablePath: await chromium.executablePath(), args })
  } catch (fault) {
    throw new CannotMeasure(`Chromium did not start: ${fault instanceof Error ? fault.message.split('\n')[0] : String(fault)}`)
  }
}

/** A new context has an empty cache; the bytes are headers and bodies as they came over the wire. */
async function firstVisit(browser: Browser, origin: string, path: string): Promise<Loaded[]> {
  const context = await browser.newContext({ locale: 'de-DE' })
  try {
    const page = await context.newPage()
    const wire = await context.newCDPSession(page)
    await wire.send('Network.enable')
    const loaded = new Map<string, Loaded>()
    wire.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
      if (/^https?:/.test(request.url)) loaded.set(requestId, { url: request.url, bytes: 0, type: type ?? 'Other', status: 0 })
    })
    wire.on('Network.responseReceived', ({ requestId, response }) => {
      const one = loaded.get(requestId)
      if (one) one.status = response.status
    })
    wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const one = loaded.get(requestId)
      if (one) one.bytes = encodedDataLength
    })
    await page.goto(origin + path, { waitUntil: 'networkidle' })
    const all = [...loaded.values()]
    const broken = all.find(({ status }) => status !== 200)
    if (broken) throw new Error(`${path}: ${broken.url} answered ${broken.status}`)
    if (!(await page.locator('h1').first().textContent())?.trim()) throw new Error(`${path} has no heading`)
    return all
  } finally {
    await context.close()
  }
}

function sizeOf(kind: string, loaded: readonly Loaded[]): Figure {
  const sum = (type: string) => loaded.filter((one) => one.type === type).reduce((bytes, one) => bytes + one.bytes, 0)
  const parts = [...new Set(loaded.map(({ type }) => type))].map((type) => `${type.toLowerCase()} ${rounded(sum(type) / 1000)}`)
  const total = loaded.reduce((bytes, one) => bytes + one.bytes, 0)
  return { what: kind, value: total / 1000, unit: 'KB', goal: { most: 80 }, note: parts.join(', ') }
}

async function bounds(port: number, measured: readonly { loaded: Loaded[] }[]): Promise<Figure[]> {
  const all = measured.flatMap(({ loaded }) => loaded)
  const foreign = all.filter(({ url }) => new URL(url).origin !== `http://localhost:${port}`)
  const scripts = new Map(all.filter(({ type }) => type === 'Script').map(({ url, bytes }) => [new URL(url).pathname, bytes]))
  const nameless = [...scripts.keys()].filter((path) => !/^\/assets\/[a-z-]+\.island-[A-Z0-9]+\.js$/.test(path))
  const islands = [...scripts].map(([path, bytes]) => `${path.replace('/assets/', '')} ${rounded(bytes / 1000)} KB`)
  const inline = []
  for (const { loaded } of measured) {
    const { text } = await fetchOnce(port, new URL(loaded[0]!.url).pathname + new URL(loaded[0]!.url).search)
    inline.push(...text.matchAll(/<script(?![^>]*(?:\bsrc=|type="application\/ld\+json"))/g))
  }
  return [
    {
      what: 'scripts that are no named island',
      value: nameless.length + inline.length,
      unit: '',
      goal: { most: 0 },
      note: islands.join(', '),
    },
    {
      what: 'requests to another origin',
      value: foreign.length,
      unit: '',
      goal: { most: 0 },
      note: foreign[0]?.url ?? `${all.length} requests`,
    },
  ]
}
