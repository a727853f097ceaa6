// Addresses of a package that was taken in and is not installed yet: looked at, then installed or upgraded to.
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { emptyForm, type Problem as FieldProblem, type FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { install, undecided } from '../install.ts'
import { findInstalled, openKept } from '../installation.ts'
import { type Values, valuesOf } from '../parameter.ts'
import { planInstallation } from '../plan.ts'
import type { Problem } from '../problems.ts'
import { checkedParts, runExamples, usualValues } from '../rooms.ts'
import type { ServicePackage } from '../service-package.ts'
import type { Reading } from '../tables.ts'
import { type Standing, standingOf, trustFrom } from '../trust.ts'
import { listUnits } from '../units.ts'
import { byStaff } from './list-routes.tsx'
import { acceptField, OfferPage } from './offer-pages.tsx'
import { mayInstall, root } from './paths.ts'
import { choicesIn, missingChoices, ownValues, sorted, typedValues } from './typed.ts'
import { packageWords } from './words.ts'

export function offerRoutes(on: Routes): void {
  on.page(`${root}/offers/:digest`, staff(mayInstall), {}, async (visit) => {
    const opened = await openOffer(visit)
    return opened ? showOffer(visit, opened, undefined) : notFound
  })
  on.form(`${root}/offers/:digest`, staff(mayInstall), { perMinute: 30 }, takeOffer)
}

type Opened = { found: ServicePackage; standing: Standing }

async function openOffer({ house, town, params }: Visit): Promise<Opened | undefined> {
  const found = await town.read((db: Reading) => openKept(db, params.digest!))
  const standing = found && (await standingOf(house, town, found))
  // What was changed after it was signed is not taken in; see the upload.
  return found && standing && !('problems' in standing) ? { found, standing } : undefined
}

type Tried = { input: FormInput; own: Values; problems: readonly FieldProblem[]; faults: readonly Problem[] }

async function showOffer(visit: Visit, { found, standing }: Opened, tried: Tried | undefined): Promise<Answer> {
  const { house, town, frame } = visit
  const { manifest } = found
  const text = packageWords(frame)
  const [before, units] = await town.read((db: Reading) =>
    Promise.all([findInstalled(db, manifest.id), listUnits(db, text.wholeTown)]),
  )
  const plan = await planInstallation(house, town, { found, ...(tried && { own: tried.own }) })
  const differences = 'differences' in plan ? plan.differences : []
  const said = 'problems' in plan ? sorted(frame, manifest, plan.problems) : { fields: [], faults: [] }
  const usual = valuesOf(manifest, before?.own_values ?? {})
  const values = tried ? typedValues(manifest, tried.input) : 'values' in usual ? usual.values : {}
  const shown = {
    found,
    before,
    step: 'step' in plan ? plan.step : undefined,
    standing,
    values,
    units,
    differences,
    newKeys: 'newKeys' in plan ? plan.newKeys : [],
    choices: choicesIn(differences, tried?.input ?? emptyForm),
    accepted: tried?.input.value(acceptField) === 'yes',
    faults: tried ? [...tried.faults, ...(tried.faults.length > 0 ? [] : said.faults)] : said.faults,
    problems: tried ? tried.problems : said.fields,
  }
  return page(<OfferPage frame={frame} {...shown} />, { status: tried ? 422 : 200 })
}

async function takeOffer(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { house, town, frame, now } = visit
  const opened = await openOffer(visit)
  if (!opened) return notFound
  const { found, standing } = opened
  const { manifest } = found
  const before = await town.read((db: Reading) => findInstalled(db, manifest.id))
  const own = ownValues(manifest, input, before?.own_values ?? {})
  const again = (problems: readonly FieldProblem[], faults: readonly Problem[] = []) =>
    showOffer(visit, opened, { input, own, problems, faults })
  const plan = await planInstallation(house, town, { found, own })
  if ('problems' in plan) {
    const { fields, faults } = sorted(frame, manifest, plan.problems)
    return again(fields, faults)
  }
  const here = linkTo(visit, `${root}/installed/${manifest.id}`)
  if (plan.step === 'none') return seeOther(here)
  const trust = trustFrom(standing, input.value(acceptField) === 'yes')
  const choices = choicesIn(plan.differences, input)
  const problems = missingChoices(frame, undecided(plan.differences, choices))
  if (!trust) problems.push({ field: acceptField, message: packageWords(frame).mustAccept })
  if (!trust || problems.length > 0) return again(problems)
  const failed = await failedExamples(visit, found, now)
  if (failed.length > 0) return again([], failed)
  const outcome = await install(house, town, plan, { choices, ...trust, ...byStaff(visit) })
  return 'problems' in outcome ? again([], outcome.problems) : seeOther(`${here}?done=installed`)
}

async function failedExamples({ house, town }: Visit, found: ServicePackage, now: Date): Promise<Problem[]> {
  const checked = await checkedParts(house, town, found, usualValues(found))
  if ('problems' in checked) return checked.problems
  const trials = await runExamples(house, town, found, checked.parts, now)
  return trials
    .filter(({ passed }) => !passed)
    .map(({ file, name, differences }) => {
      const message = `${name}: ${differences.join('; ')}`
      return { file, at: '', message: { de: message, en: message } }
    })
}
