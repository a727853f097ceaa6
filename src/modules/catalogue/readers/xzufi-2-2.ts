// Reads a service of XZuFi 2.2.
import type { Refusal } from '../record.ts'
import { childrenOf, codesOf, type Element, findChild, findText } from './xml.ts'
import { readIdentity } from './xzufi-parts.ts'
import { isTrue, type ReadService, readCommon, readDocument, readRelated } from './xzufi-service.ts'

/** @standard XZuFi 2.2.0 Leistung @throws RecordRefused */
export function readService22(element: Element, refused: Refusal[]): ReadService {
  const documents = childrenOf(element, 'modulDokument').flatMap((module) => [
    ...childrenOf(module, 'dokumentEingehend').map((one) => readDocument(one, 'in')),
    ...childrenOf(module, 'dokumentAusgehend').map((one) => readDocument(one, 'out')),
  ])
  return readCommon(element, readIdentity(findChild(element, 'id'), 'id'), refused, {
    leikaKeys: codesOf(element, 'referenzLeiKa'),
    documents,
    obstacles: isTrue(findText(element, 'kennzeichenSchriftformerfordernis')) ? [{ kind: 'written-form' }] : [],
    sdgAreas: codesOf(element, 'informationsbereichSDG'),
    related: readRelated(element, 'idLeistungImKontext'),
    lastChange: findText(element, 'versionsinformation', 'geaendertDatumZeit'),
  })
}
