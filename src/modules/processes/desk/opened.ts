// A stored version opened for showing: its process, its drawing, its findings; read once per server.
import { compileBpmn } from '../../../standards/bpmn/compile.ts'
import { type Diagram, diagramOf } from '../../../standards/bpmn/diagram.ts'
import type { Process } from '../../../standards/bpmn/model.ts'
import { readBpmn } from '../../../standards/bpmn/read.ts'

export type Opened = { process: Process; diagram: Diagram | undefined }

const kept = new Map<string, Promise<Opened | undefined>>()

/** `version` is unique over all towns; undefined: the file has no such process. */
export function openForShow(version: string, source: string, key: string): Promise<Opened | undefined> {
  const known = kept.get(version)
  if (known) return known
  if (kept.size > 200) kept.clear()
  const opened = readBpmn(source).then((file) => {
    const process = compileBpmn(file).processes.find(({ id }) => id === key)
    return process && { process, diagram: diagramOf(file) }
  })
  kept.set(version, opened)
  opened.catch(() => kept.delete(version))
  return opened
}
