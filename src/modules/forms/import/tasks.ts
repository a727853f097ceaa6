// The list of what a person has to do after an import, and keys that fit into the form.
import { bounds, keyShape, type Task } from '../document/document.ts'
import type { XdfRule } from './fim/schema.ts'

export class Tasks {
  readonly list: Task[] = []

  add(path: string, kind: Task['kind'], text: string, source?: { id: string; version?: string }): void {
    this.list.push({
      path,
      kind,
      text: text.slice(0, bounds.text),
      ...(source && { source: { id: source.id, ...(source.version !== undefined && { version: source.version }) } }),
    })
  }

  addRule(path: string, { name, text, script, ...source }: XdfRule): void {
    const said = name === text ? text : `${name}:\n${text}`
    this.add(
      path,
      'rule',
      script === undefined ? said : `${said}\n\nSkript der Vorlage, wird nicht ausgeführt:\n${script}`,
      source,
    )
  }
}

const longestKey = 64

/** The name where it is free; a second one gets a number. */
export function freeKey(wanted: string, taken: Set<string>): string {
  const cleaned = wanted.replace(/[^A-Za-z0-9]/g, '')
  const start = keyShape.test(cleaned.slice(0, longestKey)) ? cleaned : `E${cleaned}`
  const base = start.slice(0, longestKey)
  let key = base
  for (let number = 2; taken.has(key); number += 1) key = `${base.slice(0, longestKey - 4)}x${number}`
  taken.add(key)
  return key
}
