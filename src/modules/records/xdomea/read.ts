// Messages that an archive sends back: 0502 with its appraisals, receipts 0504, 0506 and 0507.
// @standard xdomea 3.1.0
import { isUuid } from '../../../kernel/ids.ts'
import { childOf, childrenOf, type Element, readXml, textIn } from '../../../standards/xml/tree.ts'
import type { Appraisal } from '../tables.ts'
import { messageNames } from './model.ts'

export type ReadMessage = { process: string } & (
  | { kind: '0502'; appraised: { id: string; appraisal: Appraisal }[] }
  | { kind: '0506'; imported: { id: string; done: boolean; mark: string | undefined; fault: string }[] }
  | { kind: '0504' | '0505' | '0507' }
)

export class UnreadableMessage extends Error {
  override name = 'UnreadableMessage'
}

const uuidIn = (element: Element | undefined, name: string): string => {
  const id = textIn(element, name)?.trim().toLowerCase() ?? ''
  if (!isUuid(id)) throw new UnreadableMessage(`${name} is no UUID.`)
  return id
}

/** @throws UnreadableMessage or XmlError; other versions of the standard are refused by their namespace */
export function readMessage(text: string): ReadMessage {
  const root = readXml(text)
  const kind = Object.keys(messageNames).find((one) => `${messageNames[one]}.${one}` === root.name)
  if (root.namespace !== 'urn:xoev-de:xdomea:schema:3.1.0' || !kind) throw new UnreadableMessage('No message of xdomea 3.1.0.')
  const process = uuidIn(childOf(root, 'Kopf'), 'ProzessID')
  if (kind === '0502') {
    const appraised = childrenOf(root, 'BewertetesObjekt').map((one) => {
      const value = childOf(childOf(childOf(one, 'Aussonderungsart'), 'Aussonderungsart'), 'code')?.text.trim()
      if (value !== 'A' && value !== 'B' && value !== 'V') throw new UnreadableMessage('An appraisal is none of A, B and V.')
      return { id: uuidIn(one, 'ID'), appraisal: value as Appraisal }
    })
    return { kind, process, appraised }
  }
  if (kind === '0506') {
    const imported = childrenOf(root, 'AusgesondertesSGO').map((one) => ({
      id: uuidIn(one, 'IDSGO'),
      done: /^(1|true)$/.test(textIn(one, 'Erfolgreich')?.trim() ?? ''),
      mark: textIn(one, 'Archivkennung')?.trim().slice(0, 200),
      fault: childrenOf(one, 'Fehlermeldung')
        .map((fault) => fault.text)
        .join(' ')
        .slice(0, 500),
    }))
    return { kind, process, imported }
  }
  if (kind === '0504' || kind === '0505' || kind === '0507') return { kind, process }
  throw new UnreadableMessage(`A town does not receive messages ${kind}.`)
}
