// A package before it is installed or upgraded: its origin, what it may do, its values, what changes, and the one button.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { Checkboxes, ErrorSummary } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink, Notice } from '../../../design/parts.tsx'
import type { Problem as FieldProblem } from '../../../kernel/http/forms.ts'
import type { PartDifference } from '../difference.ts'
import type { Choices } from '../install.ts'
import type { Values } from '../parameter.ts'
import type { Step } from '../plan.ts'
import type { Problem } from '../problems.ts'
import type { ServicePackage } from '../service-package.ts'
import type { InstallationRow } from '../tables.ts'
import type { Standing } from '../trust.ts'
import type { UnitChoice } from '../units.ts'
import { choiceField, Differences, PartList } from './difference-parts.tsx'
import { About, fieldOf, Origin, PackageProblems, ValueFields } from './parts.tsx'
import { deskPath, installedPath, inWords } from './paths.ts'
import { kindWord, packageWords } from './words.ts'

export const acceptField = 'accept'

export type OfferProps = {
  frame: Frame
  found: ServicePackage
  before: InstallationRow | undefined
  /** None while something stands against the installation. */
  step: Step | undefined
  standing: Standing
  values: Readonly<Values>
  units: readonly UnitChoice[]
  differences: readonly PartDifference[]
  newKeys: readonly string[]
  choices: Choices
  accepted: boolean
  faults: readonly Problem[]
  problems: readonly FieldProblem[]
}

/** What the error summary calls a field of these pages. */
export function labelOf(frame: Frame, { found, differences }: Pick<OfferProps, 'found' | 'differences'>, field: string): string {
  const text = packageWords(frame)
  const parameter = found.manifest.parameters.find(({ key }) => fieldOf(key) === field)
  if (parameter) return inWords(frame, parameter.title)
  const part = differences.find((one) => choiceField(one) === field)
  return part ? `${kindWord(text, part.kind)} ${part.key}` : text.decide
}

export function OfferPage(props: OfferProps) {
  const { frame, found, before, step, standing, problems, faults } = props
  const text = packageWords(frame)
  const { id, version, title, parameters } = found.manifest
  // What no value could mend.
  const blocked = step === undefined && problems.length === 0
  const needsDecision = standing.state === 'unknown' || standing.state === 'unsigned'
  return (
    <DeskLayout
      frame={frame}
      title={inWords(frame, title)}
      room={deskPath(frame)}
      back={{ label: text.toPackages, url: deskPath(frame) }}
      meta={text.of(id, version)}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((one) => ({ ...one, label: labelOf(frame, props, one.field) }))} />
      <Origin frame={frame} standing={standing} />
      {before && step !== 'none' && <p>{text.from(before.version)}</p>}
      <PackageProblems frame={frame} problems={faults} />
      <About frame={frame} manifest={found.manifest} />
      {blocked ? null : step === 'none' ? (
        <Notice tone="ok">
          <p>{text.isThere}</p>
          <p>
            <ButtonLink url={installedPath(frame, id)}>{text.toInstalled}</ButtonLink>
          </p>
        </Notice>
      ) : (
        <>
          <PartList frame={frame} differences={props.differences} />
          <form method="post" action={deskPath(frame, `/offers/${found.digest}`)} noValidate>
            <section class="section">
              <h2>{text.values}</h2>
              <ValueFields {...props} parameters={parameters} />
            </section>
            <Differences {...props} />
            {needsDecision && (
              <Checkboxes
                reader={frame}
                name={acceptField}
                label={text.decide}
                error={problems.find(({ field }) => field === acceptField)?.message}
                values={props.accepted ? ['yes'] : []}
                choices={[{ value: 'yes', label: text.accept }]}
              />
            )}
            <div class="actions">
              <Button>{before ? text.doUpgrade(version) : text.doInstall}</Button>
            </div>
          </form>
        </>
      )}
    </DeskLayout>
  )
}
