// A room that exists only in tests: pages, forms and an interface with every kind of access.
import { Type } from 'typebox'
import { anyone, resident, self, staff } from '../../src/kernel/access.ts'
import { json, seeOther, text } from '../../src/kernel/http/answer.ts'
import type { Module } from '../../src/kernel/module.ts'

/** Stands for any module; its addresses lie under `/probe`. */
export const probe: Module = {
  name: 'probe',
  officialName: 'Probe',
  folder: '',
  permissions: { 'sample.change': { de: 'Proben ändern', en: 'Change samples' } },
  routes: (on) => {
    const html = 'text/html; charset=utf-8'
    on.page('/probe', anyone, { cachedBy: ['q'] }, ({ query }) =>
      text(html, `<!doctype html><title>Probe</title>${JSON.stringify(query).replaceAll('<', '&lt;')}`, {
        dependsOn: ['probe.page/1'],
      }),
    )
    on.page('/probe/mine', self, {}, () => text(html, 'mine'))
    on.page('/probe/things/:id', resident('basic'), {}, ({ params }) => text(html, `thing ${params.id}`))
    on.page('/probe/proven', resident('substantial'), {}, () => text(html, 'proven'))
    on.page('/probe/desk', staff('probe.sample.change'), {}, () => text(html, 'desk'))
    on.form('/probe/open', anyone, {}, () => seeOther('/probe'))
    on.form('/probe/desk', staff('probe.sample.change'), {}, () => seeOther('/probe/desk'))
    on.form('/probe/echo', anyone, {}, (_visit, input) => json(Object.fromEntries(input.names().map((n) => [n, input.value(n)]))))
    on.page('/probe/fault', anyone, {}, () => {
      throw new Error('SELECT secret FROM somewhere failed')
    })
    on.api(
      '/probe/list',
      anyone,
      {
        summary: 'A list',
        query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) }),
        response: Type.Object({}),
      },
      (_visit, query) => json({ limit: query.limit ?? null }),
    )
  },
}
