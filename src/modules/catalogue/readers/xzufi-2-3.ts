// Reads a service of XZuFi 2.3, which renamed members of 2.2 and made its structured modules lists.
import type { Obstacle, Refusal, ServiceDocument } from '../record.ts'
import { childrenOf, codesOf, type Element, findChild, findCode, findText } from './xml.ts'
import { readIdentity } from './xzufi-parts.ts'
import { isTrue, type ReadService, readCommon, readDocument, readRelated } from './xzufi-service.ts'

/** @standard XZuFi 2.3.1 Leistung @throws RecordRefused */
export function readService23(element: Element, refused: Refusal[]): ReadService {
  const flag = (name: string): boolean => isTrue(findText(element, `kennzeichenFormular${name}`))
  const obstacles: Obstacle[] = [
    ...(flag('Persoenlich') ? [{ kind: 'presence' as const }] : []),
    ...(flag('Schriftformerfordernis') ? [{ kind: 'written-form' as const }] : []),
  ]
  const sdg = findChild(element, 'informationsbereicheSDG')
  return readCommon(element, readIdentity(findChild(element, 'id'), 'id'), refused, {
    leikaKeys: childrenOf(element, 'referenzLeistungsschluessel').map((key) => key.text.trim()),
    documents: childrenOf(element, 'modulDokument').flatMap(readDocuments),
    obstacles,
    sdgAreas: sdg ? [...codesOf(sdg, 'informationsbereichSDG1'), ...codesOf(sdg, 'informationsbereichSDG2')] : [],
    related: readRelated(element, 'leistungImKontextID'),
    lastChange: findText(element, 'versionsinformationen', 'geaendertDatumZeit'),
    ...(flag('Formlos') ? { informal: true } : {}),
  })
}

/** An incoming document is wrapped, so that it can say whether it is always demanded. */
function readDocuments(module: Element): ServiceDocument[] {
  const incoming = childrenOf(module, 'dokumentEingehend').map((wrapper) =>
    readDocument(findChild(wrapper, 'dokument') ?? wrapper, 'in', findCode(wrapper, 'pflichtangabetyp')),
  )
  return [...incoming, ...childrenOf(module, 'dokumentAusgehend').map((one) => readDocument(one, 'out'))]
}
