// The addresses of figures, and of the work list as a file.
import { staff } from '../../../kernel/access.ts'
import { text as bytes, page } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { attachmentNamed } from '../../../kernel/http/send-blob.ts'
import { mayRead } from '../access.ts'
import { cellsOf, csvOf, xlsxOf } from './export.ts'
import { FiguresPage } from './figure-pages.tsx'
import { readFigures } from './figures.ts'
import { readFilter } from './filter.ts'
import { listForFile } from './list.ts'
import { deskPath, mostInFile } from './list-pages.tsx'
import { holdersNamed } from './list-routes.tsx'
import { listWords } from './list-words.ts'
import { namesOf } from './names.ts'

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

export function figureRoutes(on: Routes): void {
  on.page(`${deskPath}/figures`, staff(mayRead), {}, async ({ town, person, frame, today, now }) =>
    page(<FiguresPage frame={frame} figures={await readFigures(town, person!, today, now)} />),
  )
  for (const format of ['csv', 'xlsx'] as const)
    on.file(`${deskPath}/list.${format}`, staff(mayRead), { perMinute: 10 }, async (visit) => {
      const { town, person, today } = visit
      const filter = readFilter(visit)
      const holders = await holdersNamed(visit, filter)
      const found = await listForFile(town, person!, { filter, today, most: mostInFile, holders })
      const names = await namesOf(town, person!, found.rows, 'Vorgang in einer Datei gespeichert')
      const cells = cellsOf(visit, { ...found, names, kind: filter.type })
      const title = listWords(visit).title
      const body = format === 'csv' ? csvOf(cells) : xlsxOf(cells, title)
      const headers = { 'cache-control': 'no-store', 'content-disposition': attachmentNamed(`${title}-${today}.${format}`) }
      return bytes(types[format], body, { headers })
    })
}
