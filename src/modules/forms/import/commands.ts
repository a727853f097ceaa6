// `stadttor form import` and `form export`: forms come from other systems and towns, and go to them.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { recordAudit } from '../../../kernel/audit.ts'
import type { House } from '../../../kernel/house.ts'
import type { Command } from '../../../kernel/module.ts'
import type { Town } from '../../../kernel/town.ts'
import { type BuilderReading, type BuilderWriting, findWorkingCopy } from '../builder/working-copy.ts'
import { answerSchema } from '../document/answer-schema.ts'
import type { FormDocument } from '../document/document.ts'
import { houseList } from '../document/house-lists.ts'
import { listsOf } from '../document/kinds/kinds.ts'
import { findForm, findVersion } from '../form.ts'
import { largestFile } from './file-text.ts'
import { importDocument, importFiles, importFormats } from './import-document.ts'
import type { ImportReport } from './report.ts'
import { storeImported } from './store.ts'

type Options = Record<string, string | boolean | undefined>

function wrongCall(message: string): 2 {
  console.error(message)
  return 2
}

function townOf(house: House, { town: key }: Options): Town | string {
  if (typeof key !== 'string') return 'Name the town: --town T. `stadttor town list` lists all.'
  return house.towns.byKey(key) ?? `There is no town "${key}". \`stadttor town list\` lists all.`
}

const importForm: Command = {
  name: 'form import',
  usage: 'FILE --town T [--format fim|formio|stadttor] [--unit PATH] [--key KEY] [--json]',
  help: 'Makes a form from a FIM data schema (XDatenfelder 2 or 3), a Form.io form, an Open Forms export (ZIP or folder) or a form of another town; not published. Prints what was found and what needs a look.',
  options: {
    town: { type: 'string' },
    format: { type: 'string' },
    unit: { type: 'string' },
    key: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: async (house, { positionals: [file, ...more], options, now }) => {
    const town = townOf(house, options)
    if (typeof town === 'string') return wrongCall(town)
    if (file === undefined || more.length > 0) return wrongCall('Name one file to import.')
    if (!existsSync(file)) return wrongCall(`There is no file ${file}.`)
    const unit = typeof options.unit === 'string' ? options.unit : '/'
    if (!/^\/([a-z0-9][a-z0-9-]{0,63}\/)*$/.test(unit)) return wrongCall('A unit is a path such as /kvr/: --unit PATH.')
    const key = typeof options.key === 'string' ? options.key : undefined
    if (key !== undefined && !/^[a-z0-9][a-z0-9-]{0,79}$/.test(key))
      return wrongCall('A key has small letters, digits and hyphens, at most 80.')
    const refuse = (why: string): 1 => {
      console.error(`Refused, nothing was stored: ${why}`)
      return 1
    }
    const format = importFormats.find((one) => one === options.format)
    if (options.format !== undefined && format === undefined) return wrongCall(`The formats are ${importFormats.join(', ')}.`)
    const folder = statSync(file).isDirectory()
    if (!folder && (!statSync(file).isFile() || statSync(file).size > largestFile))
      return refuse('A file of at most 20 MB is expected.')
    const imported = folder ? importFiles(filesIn(file)) : importDocument(readFileSync(file), basename(file), format)
    if ('refused' in imported) return refuse(imported.refused.en)
    const { document, report } = imported
    const stored = await town.write(async (db: BuilderWriting) => {
      const form = await storeImported(db, { document, unit, by: null, now, ...(key !== undefined && { key }) })
      if (!form) return undefined
      await recordAudit(db, {
        action: 'forms.form.imported',
        actor: { system: 'command' },
        object: `forms.form/${form.id}`,
        details: { standard: report.standard, fields: report.fields, rules: report.rules },
      })
      return form
    })
    if (!stored) return refuse(`There is a form "${key}" already.`)
    if (options.json === true) printJson(report)
    else printLines(report, document.title.de, document.tasks?.length ?? 0, stored.key)
    return 0
  },
}

/** The JSON files of an unpacked export. */
const filesIn = (folder: string): Map<string, Buffer> =>
  new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json') && statSync(join(folder, entry.name)).size <= largestFile)
      .map(({ name }) => [name, readFileSync(join(folder, name))]),
  )

function printJson({ fields, groups, rules, structures, warnings }: ImportReport): void {
  console.log(JSON.stringify({ fields, groups, rules, structures, warnings }))
}

function printLines({ standard, warnings, ...counts }: ImportReport, title: string, tasks: number, key: string): void {
  console.log(`${title} (${standard}) is now the form "${key}", not published.`)
  console.log(`  ${counts.fields} fields, ${counts.groups} groups, ${counts.rules} rules, ${counts.structures} structures`)
  if (tasks > 0) console.log(`  ${tasks} tasks wait at its questions: rules in words, code lists and others`)
  for (const { kind, path, message } of warnings) console.log(`  ${kind}${path === '' ? '' : ` ${path}`}: ${message.en}`)
}

const exportForm: Command = {
  name: 'form export',
  usage: 'KEY --town T [--working-copy] [--schema]',
  help: 'Prints a form as the document that other towns can import, or the JSON Schema of its answers: the published version, or the working copy where there is none.',
  options: { town: { type: 'string' }, 'working-copy': { type: 'boolean' }, schema: { type: 'boolean' } },
  run: async (house, { positionals: [key, ...more], options }) => {
    const town = townOf(house, options)
    if (typeof town === 'string') return wrongCall(town)
    if (key === undefined || more.length > 0) return wrongCall('Name one form by its key.')
    const document = await town.read((db: BuilderReading) => findDocument(db, key, options['working-copy'] === true))
    if (!document) {
      console.error(`There is no form "${key}" in ${town.key}.`)
      return 1
    }
    const lists = listsOf(document, (name) => houseList(name, 'de'))
    console.log(JSON.stringify(options.schema === true ? answerSchema(document, lists) : document, null, 2))
    return 0
  },
}

async function findDocument(db: BuilderReading, key: string, workingCopy: boolean): Promise<FormDocument | undefined> {
  const form = await findForm(db, key)
  if (!form) return undefined
  const live = workingCopy || form.live_version === null ? undefined : await findVersion(db, form.id, form.live_version)
  return live?.document ?? (await findWorkingCopy(db, form.id))?.document
}

export const importCommands: readonly Command[] = [importForm, exportForm]
