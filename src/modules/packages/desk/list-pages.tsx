// The list of packages on the desk, and taking one from a file.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, FileField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink, EmptyState } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { Problem as FieldProblem } from '../../../kernel/http/forms.ts'
import type { Manifest } from '../manifest.ts'
import type { Problem } from '../problems.ts'
import type { InstallationRow } from '../tables.ts'
import { keyWords } from './key-words.ts'
import { PackageProblems } from './parts.tsx'
import { deskPath, installedPath, inWords, shortTime } from './paths.ts'
import { packageWords } from './words.ts'

export type Available = { manifest: Manifest; installed: string | undefined }

type ListProps = { frame: Frame; installed: readonly InstallationRow[]; available: readonly Available[] }

export function PackagesPage({ frame, installed, available }: ListProps) {
  const text = packageWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={text.title}
      room={deskPath(frame)}
      aside={<ButtonLink url={deskPath(frame, '/install')}>{text.install}</ButtonLink>}
      meta={<a href={deskPath(frame, '/keys')}>{keyWords(frame).keys}</a>}
    >
      {installed.length === 0 ? (
        <EmptyState title={text.none}>
          <p>{text.noneHow}</p>
        </EmptyState>
      ) : (
        <Table
          caption={text.title}
          captionHidden
          rows={installed}
          columns={[
            {
              label: text.name,
              cell: ({ package_id, manifest }) => <a href={installedPath(frame, package_id)}>{inWords(frame, manifest.title)}</a>,
            },
            { label: text.version, cell: ({ version }) => version },
            { label: text.unit, cell: ({ unit }) => (unit === '/' ? text.wholeTown : unit) },
            { label: text.since, cell: ({ installed_at }) => shortTime(frame, installed_at) },
            { label: text.trust, cell: ({ trust }) => text[`trust-${trust}`] },
          ]}
        />
      )}
      {available.length > 0 && (
        <section class="section">
          <h2>{text.available}</h2>
          <Table
            caption={text.availableCaption}
            captionHidden
            rows={available}
            columns={[
              { label: text.name, cell: ({ manifest }) => inWords(frame, manifest.title) },
              {
                label: text.version,
                cell: ({ manifest, installed: old }) => (old ? `${old} → ${manifest.version}` : manifest.version),
              },
              {
                label: text.look,
                cell: ({ manifest }) => (
                  <form method="post" action={deskPath(frame, `/shipped/${manifest.id}`)}>
                    <Button secondary>
                      {text.look}
                      <span class="hidden"> {inWords(frame, manifest.title)}</span>
                    </Button>
                  </form>
                ),
              },
            ]}
          />
        </section>
      )}
    </DeskLayout>
  )
}

type UploadProps = { frame: Frame; problems: readonly FieldProblem[]; faults: readonly Problem[] }

export function UploadPage({ frame, problems, faults }: UploadProps) {
  const text = packageWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={text.install}
      room={deskPath(frame)}
      back={{ label: text.toPackages, url: deskPath(frame) }}
      meta={text.installLead}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((one) => ({ ...one, label: text.file }))} />
      <form method="post" action={deskPath(frame, '/install')} enctype="multipart/form-data" noValidate>
        <FileField
          reader={frame}
          name="file"
          label={text.file}
          hint={text.fileHint}
          accept={['zip']}
          error={problems[0]?.message}
          chooseAgain={problems.length > 0}
        />
        <Button>{text.look}</Button>
      </form>
      <PackageProblems frame={frame} problems={faults} />
    </DeskLayout>
  )
}
