// The log of an instance in words: what happened, where, by whom.
import { htmlLang } from '../../../kernel/language.ts'
import type { Reader } from '../../../kernel/words.ts'
import type { Process } from '../../../standards/bpmn/model.ts'
import type { LogRow } from '../tables.ts'
import { fromStored, type Stored } from '../value.ts'
import { valueInWords } from './elements.ts'
import { deadline } from './paths.ts'

type Told = (name: string, details: Record<string, unknown>, reader: Reader) => string
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const shown = (value: unknown, reader: Reader): string =>
  value === undefined ? '…' : valueInWords(reader, fromStored(value as Stored)).slice(0, 120)
const until = (value: unknown, reader: Reader): string => (typeof value === 'string' ? deadline(reader, new Date(value)) : '')

const told: Record<'de' | 'en', Record<string, Told>> = {
  de: {
    started: () => 'Der Vorgang hat begonnen.',
    ended: () => 'Der Vorgang ist beendet.',
    cancelled: (name, { reason }) => (name ? `„${name}“ wurde abgebrochen.` : `Der Vorgang wurde abgebrochen: ${text(reason)}`),
    failed: (name, { fault, left }) =>
      name ? `„${name}“ ist gescheitert: ${text(fault)} Noch ${text(left)} Versuche.` : 'Der Vorgang endete mit einem Fehler.',
    entered: (name) => `„${name}“ hat begonnen.`,
    left: (name) => `„${name}“ ist erledigt.`,
    passed: (name) => `„${name}“ wurde erreicht.`,
    set: (_name, { name, value }, reader) => `${text(name)} = ${shown(value, reader)}`,
    incident: (name, { de }) => `Störung bei „${name}“: ${text(de)}`,
    completed: (name) => `Die Aufgabe „${name}“ wurde erledigt.`,
    worked: (name) => `Die Arbeit „${name}“ wurde getan.`,
    returned: (name) => `Der Aufruf „${name}“ ist zurück.`,
    decided: (name, { decision }) => `„${name}“: entschieden nach ${text(decision)}.`,
    timer: (name, { due }, reader) => `Für „${name}“ läuft eine Frist bis ${until(due, reader)}.`,
    awaits: (name, { name: what, key }) => `„${name}“ wartet auf „${text(what)}“${text(key) && ` (${text(key)})`}.`,
    fired: (name) => `„${name}“ wurde ausgelöst.`,
    sent: (_name, { name }) => `„${text(name)}“ wurde gesendet.`,
    error: (name, { code }) => `„${name}“ meldet den Fehler „${text(code)}“.`,
    escalation: (name, { code }) => `„${name}“ eskaliert „${text(code)}“.`,
    compensating: (name) => `„${name}“ wird rückgängig gemacht.`,
    retried: (name) => `„${name}“ wurde neu versucht.`,
    skipped: (name, { reason }) => `„${name}“ wurde übersprungen: ${text(reason)}`,
    moved: (name, { to, reason }) => `Von „${name}“ nach „${text(to)}“ gesetzt: ${text(reason)}`,
    corrected: (_name, { reason }) => `Variable gesetzt: ${text(reason)}`,
    suspended: (_name, { reason }) => `Der Vorgang wurde angehalten: ${text(reason)}`,
    resumed: (name) => (name ? `Die Frist „${name}“ läuft weiter.` : 'Der Vorgang wurde fortgesetzt.'),
    paused: (name) => `Die Frist „${name}“ ruht.`,
    assigned: (name) => `„${name}“ wurde übernommen oder weitergegeben.`,
    released: (name) => `„${name}“ wurde zurückgelegt.`,
    migrated: (_name, { from, to }) => `Von Fassung ${text(from)} auf Fassung ${text(to)} umgestellt.`,
  },
  en: {
    started: () => 'The instance has begun.',
    ended: () => 'The instance has ended.',
    cancelled: (name, { reason }) => (name ? `"${name}" was cancelled.` : `The instance was cancelled: ${text(reason)}`),
    failed: (name, { fault, left }) =>
      name ? `"${name}" failed: ${text(fault)} ${text(left)} tries left.` : 'The instance ended with an error.',
    entered: (name) => `"${name}" has begun.`,
    left: (name) => `"${name}" is done.`,
    passed: (name) => `"${name}" was reached.`,
    set: (_name, { name, value }, reader) => `${text(name)} = ${shown(value, reader)}`,
    incident: (name, { en }) => `Incident at "${name}": ${text(en)}`,
    completed: (name) => `The task "${name}" was completed.`,
    worked: (name) => `The work "${name}" was done.`,
    returned: (name) => `The call "${name}" has returned.`,
    decided: (name, { decision }) => `"${name}": decided by ${text(decision)}.`,
    timer: (name, { due }, reader) => `A period runs for "${name}" until ${until(due, reader)}.`,
    awaits: (name, { name: what, key }) => `"${name}" waits for "${text(what)}"${text(key) && ` (${text(key)})`}.`,
    fired: (name) => `"${name}" was triggered.`,
    sent: (_name, { name }) => `"${text(name)}" was sent.`,
    error: (name, { code }) => `"${name}" reports the error "${text(code)}".`,
    escalation: (name, { code }) => `"${name}" escalates "${text(code)}".`,
    compensating: (name) => `"${name}" is taken back.`,
    retried: (name) => `"${name}" was tried again.`,
    skipped: (name, { reason }) => `"${name}" was skipped: ${text(reason)}`,
    moved: (name, { to, reason }) => `Moved from "${name}" to "${text(to)}": ${text(reason)}`,
    corrected: (_name, { reason }) => `Variable set: ${text(reason)}`,
    suspended: (_name, { reason }) => `The instance was suspended: ${text(reason)}`,
    resumed: (name) => (name ? `The period "${name}" goes on.` : 'The instance was resumed.'),
    paused: (name) => `The period "${name}" rests.`,
    assigned: (name) => `"${name}" was claimed or handed on.`,
    released: (name) => `"${name}" was put back.`,
    migrated: (_name, { from, to }) => `Moved from version ${text(from)} to version ${text(to)}.`,
  },
}

export const nameOfNode = (process: Process, id: string | null): string => (id === null ? '' : process.nodes.get(id)?.name || id)

export function tellLog(
  process: Process,
  { what, node, details }: Pick<LogRow, 'what' | 'node' | 'details'>,
  reader: Reader,
): string {
  const tell = told[htmlLang(reader.language)][what]
  return tell ? tell(nameOfNode(process, node), details, reader) : what
}
