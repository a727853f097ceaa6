// The office's addresses of figures.
import { mayIn, staff } from '../../../../kernel/access.ts'
import { addDays, asDay } from '../../../../kernel/calendar/day.ts'
import { notFound, page } from '../../../../kernel/http/answer.ts'
import type { Routes } from '../../../../kernel/http/routes.ts'
import type { Visit } from '../../../../kernel/http/visit.ts'
import { placesOf } from '../../document/places.ts'
import { textIn } from '../../document/text.ts'
import { findForm, findVersion, listForms } from '../../form.ts'
import { readFigures } from '../figures.ts'
import type { Reading } from '../receipt.ts'
import { FiguresPage, FormFiguresPage, figuresPath, periods } from './figure-pages.tsx'
import { mayRead } from './list.ts'

const periodOf = ({ query, today }: Visit): { days: number; from: string } => {
  const days = periods.find((one) => String(one) === query.days) ?? periods[0]
  return { days, from: addDays(asDay(today), 1 - days) }
}

export function figureRoutes(on: Routes): void {
  on.page(figuresPath, staff(mayRead), {}, async (visit) => {
    const { town, person, frame, today } = visit
    const { days, from } = periodOf(visit)
    const lines = await town.read(async (db: Reading) => {
      const forms = (await listForms(db)).filter(
        ({ unit, live_version }) => live_version !== null && mayIn(person!, mayRead, unit),
      )
      return Promise.all(forms.map(async ({ id, key, title }) => ({ key, title, ...(await readFigures(db, id, from, today)) })))
    })
    return page(<FiguresPage {...{ frame, days, from, lines }} />)
  })

  on.page(`${figuresPath}/:key`, staff(mayRead), {}, async (visit) => {
    const { town, person, frame, today, params, language } = visit
    const { days, from } = periodOf(visit)
    const found = await town.read(async (db: Reading) => {
      const form = await findForm(db, params.key!)
      if (!form || form.live_version === null || !mayIn(person!, mayRead, form.unit)) return undefined
      const version = await findVersion(db, form.id, form.live_version)
      return version && { form, document: version.document, figures: await readFigures(db, form.id, from, today) }
    })
    if (!found) return notFound
    const { form, document, figures } = found
    const places = placesOf(document)
    const nameOf = (place: string): string => {
      const asked = document.pages.find(({ key }) => key === place)?.title ?? labelOf(places.get(place)?.item)
      return asked ? textIn(asked, language) : place
    }
    const line = { key: form.key, title: form.title, ...figures }
    return page(<FormFiguresPage {...{ frame, days, from, line, nameOf }} />)
  })
}

type Item = NonNullable<ReturnType<ReturnType<typeof placesOf>['get']>>['item']
const labelOf = (item: Item | undefined) => (item === undefined ? undefined : 'label' in item ? item.label : item.title)
