// What the parts of a package make use of: a package can do nothing that its manifest does not ask for.
import type { PackagePart } from '../../contracts/package-parts.ts'
import { type Element, readXml } from '../../standards/xml/tree.ts'
import type { Manifest, PackagePermission } from './manifest.ts'
import { manifestFile } from './manifest.ts'
import { type Problem, problem } from './problems.ts'

type Need = { permission: PackagePermission; file: string; at: string }

const local = (element: Element, name: string): string | undefined =>
  [...element.attributes].find(([one]) => one === name || one.endsWith(`}${name}`))?.[1]

function* elementsOf(element: Element): Generator<Element> {
  yield element
  for (const child of element.children) yield* elementsOf(child)
}

function* needsOfProcess({ file, content }: PackagePart): Generator<Need | Problem> {
  yield { permission: 'processes.start', file, at: '' }
  for (const element of elementsOf(readXml(content))) {
    const at = element.attributes.get('id') ?? element.name
    if (local(element, 'webhook') !== undefined) yield { permission: 'processes.webhook', file, at }
    const topic = local(element, 'topic')
    if (topic === undefined) continue
    if (/^\s*=|[$#]\{/.test(topic))
      yield problem(
        file,
        at,
        'In einem Paket steht das Thema einer Aufgabe fest: Es darf nicht berechnet werden.',
        'In a package the topic of a task is fixed: it must not be computed.',
      )
    else if (topic === 'cases.issue') yield { permission: 'mailbox.write', file, at }
    else if (topic.startsWith('reservations.')) yield { permission: 'reservations.stock', file, at }
    else if (topic === 'cases.check-register')
      for (const register of registersOf(element)) yield { permission: register, file, at }
    else if (!topic.startsWith('cases.')) yield { permission: 'processes.external', file, at }
  }
}

/** Which one is a fixed word; whoever computes it may ask any. */
function registersOf(task: Element): PackagePermission[] {
  const input = [...elementsOf(task)].find((one) => one.name === 'input' && one.attributes.get('to') === 'register')
  const named = input?.attributes.get('from')?.replace(/^=\s*"(.*)"$/, '$1')
  if (named === 'population') return ['register.population']
  if (named === 'vehicles') return ['register.vehicles']
  return ['register.population', 'register.vehicles']
}

function* needsOf(part: PackagePart): Generator<Need | Problem> {
  const { kind, file, content } = part
  if (kind === 'process') yield* needsOfProcess(part)
  if (kind === 'stock') yield { permission: 'reservations.stock', file, at: '' }
  if (kind === 'form' && /"prefill"\s*:\s*"register\./.test(content)) yield { permission: 'register.population', file, at: '' }
}

/** Of parts whose files are readable. */
export function missingPermissions({ permissions }: Pick<Manifest, 'permissions'>, parts: readonly PackagePart[]): Problem[] {
  const problems: Problem[] = []
  const told = new Set<string>()
  for (const part of parts)
    for (const need of needsOf(part)) {
      if ('message' in need) problems.push(need)
      else if (!permissions.includes(need.permission) && !told.has(`${need.file} ${need.permission}`)) {
        told.add(`${need.file} ${need.permission}`)
        const where = [need.file, need.at].filter(Boolean).join(' ')
        problems.push(
          problem(
            manifestFile,
            '/permissions',
            `Das Paket verlangt ${need.permission} nicht, nutzt es aber: ${where}`,
            `The package does not ask for ${need.permission}, but makes use of it: ${where}`,
          ),
        )
      }
    }
  return problems
}
