// Reads and writes BPMN files: bounded, without document types, entities or anything from outside.
import { BpmnModdle } from 'bpmn-moddle'
import { readXml, XmlError } from '../xml/tree.ts'
import { type Element, kindOf } from './element.ts'

export class BpmnError extends Error {
  override name = 'BpmnError'
}

export const sizeLimit = { characters: 5_000_000 }

export type BpmnFile = {
  definitions: Element /** What the file says and nobody can follow, such as a reference to nowhere. */
  doubts: string[]
}

/** @throws BpmnError with the reason, for a person to read */
export async function readBpmn(xml: string): Promise<BpmnFile> {
  if (xml.length > sizeLimit.characters)
    throw new BpmnError(`This file is too large: more than ${sizeLimit.characters / 1_000_000} million characters are not read.`)
  try {
    // The strict reader goes first: well-formed, no document type, bounded depth.
    const root = readXml(xml)
    if (root.name !== 'definitions' || root.namespace !== 'http://www.omg.org/spec/BPMN/20100524/MODEL')
      throw new BpmnError('This is no BPMN 2.0 model.')
  } catch (fault) {
    if (fault instanceof XmlError) throw new BpmnError(`This file cannot be read: ${fault.message}`)
    throw fault
  }
  const { rootElement, warnings } = await new BpmnModdle().fromXML(xml).catch((fault: Error) => {
    throw new BpmnError(`This file cannot be read: ${fault.message.split('\n')[0]}`)
  })
  if (kindOf(rootElement) !== 'Definitions') throw new BpmnError('This is no BPMN 2.0 model.')
  // The characters were decoded before they came here; what the file says of its encoding no longer counts.
  const doubts = warnings.map(({ message }) => message.split('\n')[0] ?? '').filter((text) => !/document encoding/.test(text))
  return { definitions: rootElement, doubts }
}

export const writeBpmn = async ({ definitions }: BpmnFile): Promise<string> => {
  const { xml } = await new BpmnModdle().toXML(definitions, { format: true })
  return xml
}

/** Text of a file as sent: UTF-8, or what its first line says. */
export function decodeXml(content: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(content.subarray(0, 200))
  const [, named = 'utf-8'] = /^[^<]*<\?xml[^>]*encoding=["']([\w.-]+)["']/.exec(head) ?? []
  const wide =
    content[0] === 0xff && content[1] === 0xfe ? 'utf-16le' : content[0] === 0xfe && content[1] === 0xff ? 'utf-16be' : named
  try {
    return new TextDecoder(wide, { fatal: true }).decode(content)
  } catch {
    throw new BpmnError('The characters of this file cannot be read; save it as UTF-8.')
  }
}
