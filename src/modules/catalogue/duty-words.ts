// The words in which the town learns what its catalogue lacks.
import { words } from '../../kernel/words.ts'

export const catalogueDutyWords = words('catalogue-duties', {
  de: {
    empty: 'Der Katalog enthält keine Leistung.',
    importOne: 'Spielen Sie einen ein: stadttor import catalogue DATEI --format munich|berlin|xzufi --town STADT',
    withoutText: (count: number) => `${count} ${count === 1 ? 'Leistung hat' : 'Leistungen haben'} keinen Text.`,
    writeText: 'Schreiben Sie einen, oder bitten Sie die Quelle darum.',
    withoutOffice: (count: number) => `${count} ${count === 1 ? 'Leistung nennt' : 'Leistungen nennen'} keine Dienststelle.`,
    checkOffice: 'Prüfen Sie, ob sie wirklich ohne eine auskommen.',
    withoutHours: (count: number) => `${count} ${count === 1 ? 'Dienststelle hat' : 'Dienststellen haben'} keine Öffnungszeiten.`,
    addHours: 'Tragen Sie sie ein, oder bitten Sie die Quelle darum.',
    withoutSituations: 'Es gibt keine Lebenslagen.',
    nameSituations: 'Nennen Sie life-situations.json in town.json.',
  },
  en: {
    empty: 'The catalogue holds no service.',
    importOne: 'Import one: stadttor import catalogue FILE --format munich|berlin|xzufi --town TOWN',
    withoutText: (count: number) => `${count} ${count === 1 ? 'service has' : 'services have'} no text.`,
    writeText: 'Write one, or ask the source for it.',
    withoutOffice: (count: number) => `${count} ${count === 1 ? 'service names' : 'services name'} no office.`,
    checkOffice: 'Check whether they really need none.',
    withoutHours: (count: number) => `${count} ${count === 1 ? 'office has' : 'offices have'} no opening hours.`,
    addHours: 'Add them, or ask the source for them.',
    withoutSituations: 'There are no life situations.',
    nameSituations: 'Name life-situations.json in town.json.',
  },
})
