// Renders one service page again and again, without database and HTTP: what the service page is measured against.
import { Assets } from '../src/kernel/http/assets.ts'
import { Frames } from '../src/kernel/http/frame.ts'
import { place } from '../src/main.ts'
import { catalogueFixtures, inHouse, townNamed } from './catalogue.ts'

export type Rendered = { perSecond: number; cpu: number; length: number; title: string }

const [town = '', id = '', path = '', seconds = '0'] = process.argv.slice(2)

async function renderFor(): Promise<Rendered> {
  const { renderLoop } = await catalogueFixtures()
  const render = await inHouse(process.env as Record<string, string>, async (house) => {
    const frames = new Frames(new Assets(place.dist).names, () => '/theme-0123456789.css')
    const frame = await frames.frameFor(house, townNamed(house, town), 'de', path)
    return renderLoop(townNamed(house, town), Number(id), frame)
  })
  const first = render()
  const run = (time: number): { perSecond: number; cpu: number } => {
    const begin = performance.now()
    const used = process.cpuUsage()
    let count = 0
    while (performance.now() - begin < time * 1000) {
      if (render().length !== first.length) throw new Error('the page differs from its first rendering')
      count += 1
    }
    const { user, system } = process.cpuUsage(used)
    return { perSecond: (count / (performance.now() - begin)) * 1000, cpu: (user + system) / 1e6 / count }
  }
  run(Math.min(2, Number(seconds)))
  return { ...run(Number(seconds)), length: first.length, title: /<h1[^>]*>(.*?)<\/h1>/s.exec(first)?.[1] ?? '' }
}

if (town !== '') console.log(JSON.stringify(await renderFor()))
