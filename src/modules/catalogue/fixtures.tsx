// Builders on the catalogue's real code, for benchmarks: a catalogue taken in, and a service page without database and HTTP.
import { renderToString } from 'preact-render-to-string'
import type { Frame } from '../../design/frame.ts'
import type { Town } from '../../kernel/town.ts'
import { importCatalogue } from './import.ts'
import { type MunichFiles, readMunich } from './readers/munich.ts'
import { findServiceView } from './service.ts'
import { ServicePage } from './service-pages.tsx'

export async function importMunich(town: Town, files: MunichFiles, now: Date): Promise<{ refused: number; services: number }> {
  const { counts, refused } = await importCatalogue(town, readMunich(files), { now })
  return { refused: refused.length, services: counts.service.inserted + counts.service.updated + counts.service.unchanged }
}

/** @returns what renders the page of a service once more, from the view that was read here */
export async function renderLoop(town: Town, id: number, frame: Frame): Promise<() => string> {
  const found = await findServiceView(town, id, { language: 'de', ownWords: town.settings.ownWords })
  if (!found) throw new Error(`${town.key} has no service ${id}.`)
  return () => `<!doctype html>${renderToString(<ServicePage frame={frame} view={found.view} />)}`
}
