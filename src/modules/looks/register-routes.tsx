// The register of processing in three forms, and the list of the security audit.
import { staff } from '../../kernel/access.ts'
import { readDay } from '../../kernel/calendar/day.ts'
import { json, page, text } from '../../kernel/http/answer.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo } from '../../kernel/http/visit.ts'
import { htmlLang } from '../../kernel/language.ts'
import { listAudit } from './audit-list.ts'
import { listProcessing, registerCsv } from './register.ts'
import { AuditPage, RegisterPage } from './register-pages.tsx'

const register = staff('looks.register.read')
/** `31.12.2026` or `2026-12-31`. */
function dayIn(typed = ''): string | undefined {
  const [, day = '', month = '', year] = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$/.exec(typed) ?? []
  return readDay(year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : typed)
}

export function registerRoutes(on: Routes): void {
  on.page('/desk/privacy/register', register, {}, (visit) => {
    const { entries, without } = listProcessing(visit.house, visit.town, visit)
    return page(<RegisterPage frame={visit.frame} entries={entries} without={without} />)
  })
  on.file('/desk/privacy/register.csv', register, {}, (visit) =>
    text('text/csv; charset=utf-8', registerCsv(listProcessing(visit.house, visit.town, visit).entries, visit), {
      headers: { 'content-disposition': 'attachment; filename="register.csv"' },
    }),
  )
  on.file('/desk/privacy/register.json', register, {}, (visit) => {
    const { officialName: controller } = visit.town.settings
    return json({ controller, day: visit.today, processing: listProcessing(visit.house, visit.town, visit).entries })
  })
  on.page('/desk/looks/audit', staff('looks.audit.read'), {}, async (visit) => {
    const { query } = visit
    const before = /^\d{1,15}$/.test(query.before ?? '') ? Number(query.before) : undefined
    const filter = {
      action: query.action?.slice(0, 100) || undefined,
      object: query.object?.slice(0, 200) || undefined,
      from: dayIn(query.from),
      to: dayIn(query.to),
    }
    const { rows, more, actions, lastSeal } = await visit.town.read((db) => listAudit(db, { ...filter, before }))
    const kept = new URLSearchParams(Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : [])))
    const urlOf = (parameters: URLSearchParams) =>
      linkTo(visit, `/desk/looks/audit${parameters.size > 0 ? `?${parameters}` : ''}`)
    const older = new URLSearchParams(kept)
    older.set('before', String(rows.at(-1)?.sequence ?? 0))
    return page(
      <AuditPage
        frame={visit.frame}
        rows={rows}
        actions={actions}
        lastSeal={lastSeal}
        filter={filter}
        olderUrl={more ? urlOf(older) : undefined}
        newestUrl={before === undefined ? undefined : urlOf(kept)}
        permissionWord={(permission) => visit.house.permissionDeclared(permission)?.[htmlLang(visit.language)] ?? permission}
      />,
    )
  })
}
