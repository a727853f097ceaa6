// A Form.io form as it is delivered: one JSON object, or the files of an Open Forms export.
import { decodeFile } from '../file-text.ts'
import { Refused } from '../refusal.ts'

export type Json = Record<string, unknown>
export type Step = { id?: string; name: string; components: Json[] }
export type FormioForm = { name: string; id?: string; intro?: string; steps: Step[]; logic: Json[]; variables: Json[] }

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
export const objectsIn = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])
export const stringIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined

const deepest = 60

/** @throws Refused with the position of the first mistake, and for what nests without end */
export function readJson(content: Buffer, name: string): unknown {
  const text = decodeFile(content)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (fault) {
    const why = (fault as Error).message
    throw new Refused(`${name} ist kein lesbares JSON: ${why}`, `${name} is no readable JSON: ${why}`)
  }
  if (depthOf(value) > deepest)
    throw new Refused(
      `${name} ist tiefer als ${deepest} Ebenen geschachtelt.`,
      `${name} is nested more than ${deepest} levels deep.`,
    )
  return value
}

function depthOf(root: unknown): number {
  let deep = 0
  let level: unknown[] = [root]
  while (level.length > 0 && deep <= deepest) {
    deep += 1
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return deep
}

const componentsOf = (holder: unknown): Json[] | undefined =>
  isObject(holder) && Array.isArray(holder.components) ? objectsIn(holder.components) : undefined

/** Undefined: this is no Form.io form. */
export function findForm(value: unknown, name: string): FormioForm | undefined {
  const components = Array.isArray(value) ? undefined : componentsOf(value)
  if (!components || !isObject(value)) return undefined
  const title = stringIn(value.title) ?? stringIn(value.name) ?? name.replace(/\.[a-z]+$/i, '')
  const panels = components.filter(({ type }) => type === 'panel')
  const steps =
    value.display === 'wizard' && panels.length > 0
      ? panels.map((panel) => ({
          name: stringIn(panel.title) ?? stringIn(panel.label) ?? title,
          components: componentsOf(panel) ?? [],
        }))
      : [{ name: title, components }]
  const outside = value.display === 'wizard' ? components.filter(({ type }) => type !== 'panel' && type !== 'button') : []
  if (panels.length > 0 && outside.length > 0) steps.push({ name: title, components: outside })
  return { name: title, steps, logic: [], variables: [] }
}

/** @throws Refused where the files are no Open Forms export of one form */
export function readExport(files: ReadonlyMap<string, Buffer>): FormioForm {
  const part = (wanted: string): unknown => {
    const found = [...files].find(([name]) => name.split('/').at(-1) === `${wanted}.json`)
    return found && readJson(found[1], found[0])
  }
  const forms = part('forms')
  const form = isObject(forms) ? forms : objectsIn(forms)[0]
  const steps = objectsIn(part('formSteps'))
  if (!form || !Array.isArray(part('formSteps')))
    throw new Refused(
      'Das ist kein Export von Open Forms: forms.json und formSteps.json werden erwartet.',
      'This is no export of Open Forms: forms.json and formSteps.json are expected.',
    )
  if (Array.isArray(forms) && forms.length > 1)
    throw new Refused('Der Export enthält mehr als ein Formular.', 'The export holds more than one form.')
  const definitions = new Map(objectsIn(part('formDefinitions')).map((one) => [one.url, one]))
  const id = stringIn(form.uuid)
  const intro = stringIn(form.introduction_page_content) ?? stringIn(form.explanation_template)
  return {
    name: stringIn(form.name) ?? 'Formular',
    ...(id !== undefined && { id }),
    ...(intro !== undefined && { intro }),
    steps: steps
      .toSorted((one, other) => Number(one.index ?? 0) - Number(other.index ?? 0))
      .map((step) => {
        const definition = definitions.get(step.form_definition)
        const name = stringIn(step.name) ?? stringIn(definition?.name) ?? 'Angaben'
        const uuid = stringIn(step.uuid)
        return {
          ...(uuid !== undefined && { id: uuid }),
          name,
          components: componentsOf(step.configuration) ?? componentsOf(definition?.configuration) ?? [],
        }
      }),
    logic: objectsIn(part('formLogic')),
    variables: objectsIn(part('formVariables')),
  }
}
