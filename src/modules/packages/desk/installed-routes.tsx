// Addresses of an installed package: looked at, its values changed, its tests run, handed on as a file, brought back to what it was.
import { staff } from '../../../kernel/access.ts'
import { type Answer, text as data, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { emptyForm, type Problem as FieldProblem, type FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import type { PartDifference } from '../difference.ts'
import { install, planRollback, rollBack, undecided } from '../install.ts'
import { findArchive, findInstalled, listInstallations, listParts, openKept } from '../installation.ts'
import { valuesOf } from '../parameter.ts'
import { planInstallation } from '../plan.ts'
import type { Problem } from '../problems.ts'
import { checkedParts, runExamples, usualValues } from '../rooms.ts'
import type { ServicePackage } from '../service-package.ts'
import type { InstallationRow, Reading } from '../tables.ts'
import { listUnits } from '../units.ts'
import { InstalledPage, RollbackPage, TestsPage } from './installed-pages.tsx'
import { byStaff } from './list-routes.tsx'
import { mayInstall, root } from './paths.ts'
import { choicesIn, missingChoices, ownValues, sorted, typedValues } from './typed.ts'
import { packageWords } from './words.ts'

const here = `${root}/installed/:id`

export function installedRoutes(on: Routes): void {
  on.page(here, staff(mayInstall), {}, async (visit) => {
    const opened = await openInstalled(visit)
    return opened ? showInstalled(visit, opened, undefined) : notFound
  })
  on.form(`${here}/values`, staff(mayInstall), { perMinute: 30 }, changeValues)
  on.page(`${here}/tests`, staff(mayInstall), {}, async ({ house, town, frame, now, ...visit }) => {
    const opened = await openInstalled({ town, ...visit })
    if (!opened) return notFound
    const { found } = opened
    const checked = await checkedParts(house, town, found, usualValues(found))
    const trials = 'parts' in checked ? await runExamples(house, town, found, checked.parts, now) : []
    const faults = 'problems' in checked ? checked.problems : []
    return page(<TestsPage frame={frame} found={found} trials={trials} faults={faults} />)
  })
  on.file(`${here}/package.zip`, staff(mayInstall), {}, async ({ town, params }) => {
    const content = await town.read(async (db: Reading) => {
      const now = await findInstalled(db, params.id!)
      return now && { now, archive: await findArchive(db, now.digest) }
    })
    if (!content?.archive) return notFound
    const name = `${content.now.package_id}-${content.now.version}.zip`
    return data('application/zip', content.archive, { headers: { 'content-disposition': `attachment; filename="${name}"` } })
  })
  on.page(`${here}/rollback`, staff(mayInstall), {}, (visit) => showRollback(visit, undefined))
  on.form(`${here}/rollback`, staff(mayInstall), { perMinute: 30 }, takeBack)
}

type Opened = { now: InstallationRow; found: ServicePackage }

const openInstalled = ({ town, params }: Pick<Visit, 'town' | 'params'>): Promise<Opened | undefined> =>
  town.read(async (db: Reading) => {
    const now = await findInstalled(db, params.id!)
    const found = now && (await openKept(db, now.digest))
    return now && found && { now, found }
  })

type Tried = {
  input: FormInput
  differences: readonly PartDifference[]
  problems: readonly FieldProblem[]
  faults: readonly Problem[]
}

async function showInstalled(visit: Visit, { now, found }: Opened, tried: Tried | undefined): Promise<Answer> {
  const { town, frame, query } = visit
  const text = packageWords(frame)
  const { manifest } = found
  const [parts, history, units, unit] = await town.read((db: Reading) =>
    Promise.all([
      listParts(db, now),
      listInstallations(db, manifest.id),
      listUnits(db, text.wholeTown),
      db.selectFrom('kernel.unit').select('name').where('path', '=', now.unit).executeTakeFirst(),
    ]),
  )
  const usual = valuesOf(manifest, now.own_values)
  const done = { installed: text.installed, values: text.saved, back: text.back }[query.done ?? '']
  const differences = tried?.differences ?? []
  const shown = {
    now,
    found,
    parts,
    history,
    units,
    unitName: unit?.name ?? now.unit,
    values: tried ? typedValues(manifest, tried.input) : 'values' in usual ? usual.values : {},
    differences,
    choices: choicesIn(differences, tried?.input ?? emptyForm),
    faults: tried?.faults ?? [],
    problems: tried?.problems ?? [],
    said: tried
      ? undefined
      : done !== undefined
        ? { tone: 'ok' as const, text: done }
        : query.done === 'same'
          ? { tone: 'plain' as const, text: text.nothingNew }
          : undefined,
  }
  return page(<InstalledPage frame={frame} {...shown} />, { status: tried ? 422 : 200 })
}

async function changeValues(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { house, town, frame } = visit
  const opened = await openInstalled(visit)
  if (!opened) return notFound
  const { now, found } = opened
  const back = linkTo(visit, `${root}/installed/${found.manifest.id}`)
  const own = ownValues(found.manifest, input, now.own_values)
  const plan = await planInstallation(house, town, { found, own })
  if ('problems' in plan) {
    const { fields, faults } = sorted(frame, found.manifest, plan.problems)
    return showInstalled(visit, opened, { input, differences: [], problems: fields, faults })
  }
  if (plan.step === 'none') return seeOther(`${back}?done=same`)
  const { differences } = plan
  const choices = choicesIn(differences, input)
  const open = undecided(differences, choices)
  if (open.length > 0)
    return showInstalled(visit, opened, { input, differences, problems: missingChoices(frame, open), faults: [] })
  const { trust, fingerprint } = now
  const outcome = await install(house, town, plan, { choices, trust, fingerprint, ...byStaff(visit) })
  if ('problems' in outcome) return showInstalled(visit, opened, { input, differences, problems: [], faults: outcome.problems })
  return seeOther(`${back}?done=values`)
}

async function showRollback(visit: Visit, tried: Omit<Tried, 'differences'> | undefined): Promise<Answer | NotFound> {
  const { house, town, frame, params } = visit
  const way = await planRollback(house, town, params.id!)
  if (!way) return notFound
  if ('problems' in way) {
    const opened = await openInstalled(visit)
    return opened
      ? showInstalled(visit, opened, { input: emptyForm, differences: [], problems: [], faults: way.problems })
      : notFound
  }
  const { found, differences } = way.plan
  const choices = choicesIn(differences, tried?.input ?? emptyForm)
  const shown = { found, differences, choices, faults: tried?.faults ?? [], problems: tried?.problems ?? [] }
  return page(<RollbackPage frame={frame} {...shown} />, { status: tried ? 422 : 200 })
}

async function takeBack(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { house, town, frame, params } = visit
  const way = await planRollback(house, town, params.id!)
  if (!way) return notFound
  if ('problems' in way) return showRollback(visit, undefined)
  const choices = choicesIn(way.plan.differences, input)
  const open = undecided(way.plan.differences, choices)
  if (open.length > 0) return showRollback(visit, { input, problems: missingChoices(frame, open), faults: [] })
  const outcome = await rollBack(house, town, params.id!, { choices, ...byStaff(visit) })
  if (!outcome) return notFound
  if ('problems' in outcome) return showRollback(visit, { input, problems: [], faults: outcome.problems })
  return seeOther(linkTo(visit, `${root}/installed/${params.id!}?done=back`))
}
