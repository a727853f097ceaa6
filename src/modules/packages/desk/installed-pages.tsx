// One installed package: its values, parts, tests, changelog and history, and the way back.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary } from '../../../design/fields.tsx'
import { formatDay } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Button, ButtonLink, Notice } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { Problem as FieldProblem } from '../../../kernel/http/forms.ts'
import type { PartDifference } from '../difference.ts'
import type { Choices } from '../install.ts'
import type { Values } from '../parameter.ts'
import type { Problem } from '../problems.ts'
import type { Trial } from '../rooms.ts'
import type { ServicePackage } from '../service-package.ts'
import type { InstallationRow } from '../tables.ts'
import type { UnitChoice } from '../units.ts'
import { Differences } from './difference-parts.tsx'
import { differenceWords } from './difference-words.ts'
import { labelOf } from './offer-pages.tsx'
import { About, PackageProblems, ValueFields } from './parts.tsx'
import { deskPath, installedPath, inWords, shortTime } from './paths.ts'
import { kindWord, packageWords } from './words.ts'

export type InstalledProps = {
  frame: Frame
  now: InstallationRow
  found: ServicePackage
  parts: readonly { kind: string; key: string; file: string; version: number | null }[]
  history: readonly InstallationRow[]
  values: Readonly<Values>
  units: readonly UnitChoice[]
  unitName: string
  /** Clashes of new values with what the town changed; empty until values were sent. */
  differences: readonly PartDifference[]
  choices: Choices
  faults: readonly Problem[]
  problems: readonly FieldProblem[]
  said?: { tone: 'ok' | 'plain'; text: string } | undefined
}

export function InstalledPage(props: InstalledProps) {
  const { frame, now, found, parts, history, problems, said } = props
  const text = packageWords(frame)
  const { manifest } = found
  const here = installedPath(frame, manifest.id)
  return (
    <DeskLayout
      frame={frame}
      title={inWords(frame, manifest.title)}
      room={deskPath(frame)}
      back={{ label: text.toPackages, url: deskPath(frame) }}
      meta={`${text.of(manifest.id, now.version)} · ${text[`trust-${now.trust}`]}`}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((one) => ({ ...one, label: labelOf(frame, props, one.field) }))} />
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      <PackageProblems frame={frame} problems={props.faults} />
      <About frame={frame} manifest={manifest} unit={props.unitName} />
      <section class="section">
        <h2 id="values">{text.values}</h2>
        <form method="post" action={`${here}/values`} noValidate>
          <ValueFields {...props} parameters={manifest.parameters} />
          <Differences {...props} />
          {manifest.parameters.length > 0 && (
            <>
              <p class="meta">{text.saveValuesHow}</p>
              <div class="actions">
                <Button>{text.saveValues}</Button>
              </div>
            </>
          )}
        </form>
      </section>
      <section class="section">
        <h2>{text.parts}</h2>
        <Table
          caption={text.parts}
          captionHidden
          rows={parts}
          columns={[
            { label: text.part, cell: ({ kind }) => kindWord(text, kind) },
            { label: text.name, cell: ({ key }) => key },
            { label: text.partFile, cell: ({ file }) => file },
            { label: text.version, cell: ({ version }) => version ?? text.ownVersion },
          ]}
        />
        <p>
          <a href={`${here}/tests`}>{text.runTests}</a>
        </p>
        <p>
          <a href={`${here}/package.zip`}>{text.download}</a>
        </p>
      </section>
      <Changelog frame={frame} found={found} />
      <section class="section">
        <h2>{text.history}</h2>
        <Table
          caption={text.history}
          captionHidden
          rows={history}
          columns={[
            { label: text.when, cell: ({ installed_at }) => shortTime(frame, installed_at) },
            { label: text.what, cell: ({ what }) => text[`what-${what}`] },
            { label: text.version, cell: ({ version }) => version },
            { label: text.trust, cell: ({ trust }) => text[`trust-${trust}`] },
            { label: differenceWords(frame).state, cell: ({ number }) => (number === now.number ? text.current : '') },
          ]}
        />
        {now.previous !== null && (
          <p>
            <ButtonLink url={`${here}/rollback`} secondary>
              {text.rollBack}
            </ButtonLink>
          </p>
        )}
      </section>
    </DeskLayout>
  )
}

function Changelog({ frame, found }: { frame: Frame; found: ServicePackage }) {
  const text = packageWords(frame)
  return (
    <section class="section">
      <h2>{text.changelog}</h2>
      <dl class="pairs measure">
        {found.manifest.changelog.map((entry) => (
          <div>
            <dt>
              {entry.version} <span class="meta">({formatDay(frame.language, entry.date)})</span>
            </dt>
            <dd>{inWords(frame, entry.text)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

type TestsProps = { frame: Frame; found: ServicePackage; trials: readonly Trial[]; faults: readonly Problem[] }

export function TestsPage({ frame, found, trials, faults }: TestsProps) {
  const text = packageWords(frame)
  const { id, title, version } = found.manifest
  const failed = trials.filter(({ passed }) => !passed).length
  return (
    <DeskLayout
      frame={frame}
      title={`${inWords(frame, title)}: ${text.tests}`}
      room={deskPath(frame)}
      back={{ label: inWords(frame, title), url: installedPath(frame, id) }}
      meta={text.of(id, version)}
    >
      <p>{text.testsLead}</p>
      <PackageProblems frame={frame} problems={faults} />
      {faults.length === 0 && (
        <>
          <p class="strong">{text.testsResult(trials.length - failed, failed)}</p>
          <Table
            caption={text.tests}
            captionHidden
            rows={trials}
            columns={[
              { label: text.example, cell: ({ name }) => name },
              {
                label: text.part,
                cell: ({ part }) => {
                  const [kind = '', ...key] = part.split(':')
                  return `${kindWord(text, kind)} ${key.join(':')}`
                },
              },
              {
                label: text.result,
                cell: ({ passed, differences }) => (
                  <>
                    <Badge tone={passed ? 'ok' : 'bad'}>{passed ? text.passed : text.failed}</Badge>
                    {differences.map((one) => (
                      <span class="meta block">{one}</span>
                    ))}
                  </>
                ),
              },
            ]}
          />
        </>
      )}
    </DeskLayout>
  )
}

type BackProps = Pick<InstalledProps, 'frame' | 'found' | 'differences' | 'choices' | 'faults' | 'problems'>

export function RollbackPage(props: BackProps) {
  const { frame, found, differences, problems } = props
  const text = packageWords(frame)
  const { id, title, version } = found.manifest
  const here = installedPath(frame, id)
  return (
    <DeskLayout
      frame={frame}
      title={text.rollBackTitle(inWords(frame, title))}
      room={deskPath(frame)}
      back={{ label: inWords(frame, title), url: here }}
      meta={text.rollBackLead(version)}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((one) => ({ ...one, label: labelOf(frame, props, one.field) }))} />
      <PackageProblems frame={frame} problems={props.faults} />
      <ul class="bullets">
        {differences.map((part) => (
          <li>
            {kindWord(text, part.kind)} {part.key} <span class="meta">({differenceWords(frame)[`state-${part.state}`]})</span>
          </li>
        ))}
      </ul>
      <form method="post" action={`${here}/rollback`} noValidate>
        <Differences {...props} />
        <div class="actions">
          <Button>{text.rollBack}</Button>
        </div>
      </form>
    </DeskLayout>
  )
}
