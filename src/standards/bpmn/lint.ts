// What runs, but perhaps not as meant: steps nobody reaches, ways without a default, joins that wait for ever, tasks without anybody.
import type { Element } from './element.ts'
import { type Both, isActivity, type Node, nodesIn, type Process } from './model.ts'
import { type Trouble, troubleIn } from './play.ts'
import type { Reading } from './reading.ts'

type Say = (node: Node, what: Both, proposal?: Both, severity?: 'warning' | 'note') => void

export function lintProcess(reading: Reading, element: Element, process: Process, elements: ReadonlyMap<string, Element>): void {
  const say: Say = (node, what, proposal, severity = 'warning') =>
    reading.say(severity, elements.get(node.id) ?? element, what, proposal)
  const scopes = [process.id, ...[...process.nodes.values()].filter(({ is }) => is === 'subprocess').map(({ id }) => id)]
  for (const scope of scopes) {
    const inside = nodesIn(process, scope)
    const lost = unreached(process, inside)
    for (const node of lost)
      say(
        node,
        { de: 'Zu diesem Schritt führt kein Weg.', en: 'No way leads to this step.' },
        { de: 'Verbinden Sie ihn mit einem Pfeil, oder löschen Sie ihn.', en: 'Connect it with an arrow, or delete it.' },
      )
    if (lost.length === 0) for (const trouble of troubleIn(process, inside)) tellTrouble(say, process, trouble)
  }
  for (const node of process.nodes.values()) {
    if (node.is === 'gateway') checkGateway(say, process, node)
    if (node.is === 'user') checkTask(say, node)
    if (node.is === 'boundary' && node.outgoing.length === 0 && node.trigger.kind !== 'compensation')
      say(node, { de: 'Nach diesem Ereignis geschieht nichts.', en: 'Nothing happens after this event.' })
  }
}

/** Boundary events are reached with their host, handlers of compensation by being named. */
function unreached(process: Process, inside: readonly Node[]): Node[] {
  const seen = new Set<string>()
  const open = inside.filter((node) => node.is === 'start' || (node.is === 'subprocess' && node.byEvent)).map(({ id }) => id)
  for (const node of inside) if (isActivity(node) && node.isCompensation) open.push(node.id)
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    const node = process.nodes.get(at)
    if (!node) continue
    for (const flow of node.outgoing) open.push(process.flows.get(flow)?.to ?? '')
    if (isActivity(node)) open.push(...node.boundaries)
  }
  return inside.filter(({ id }) => !seen.has(id))
}

function tellTrouble(say: Say, process: Process, { kind, node }: Trouble): void {
  const at = process.nodes.get(node)
  if (!at) return
  if (kind === 'deadlock')
    say(
      at,
      {
        de: 'Hier kann der Vorgang für immer warten: Auf einem der Wege kommt dann niemand mehr.',
        en: 'The instance may wait here for ever: on one of the ways nobody comes any more.',
      },
      {
        de: 'Führen Sie Wege eines exklusiven Gateways mit einem exklusiven zusammen, parallele mit einem parallelen.',
        en: 'Join ways of an exclusive gateway by an exclusive one, parallel ones by a parallel one.',
      },
    )
  else
    say(
      at,
      { de: 'Dieser Schritt kann doppelt getan werden.', en: 'This step may be done twice.' },
      { de: 'Führen Sie die parallelen Wege davor zusammen.', en: 'Join the parallel ways before it.' },
    )
}

function checkGateway(say: Say, process: Process, node: Extract<Node, { is: 'gateway' }>): void {
  if (node.gateway === 'event' || node.outgoing.length < 2) return
  const flows = node.outgoing.flatMap((id) => process.flows.get(id) ?? [])
  const bare = flows.filter(({ id, condition }) => !condition && id !== node.defaultFlow)
  if (node.gateway === 'parallel') {
    if (flows.some(({ condition }) => condition))
      say(
        node,
        {
          de: 'Bedingungen an einem parallelen Gateway gelten nicht: Alle Wege werden gegangen.',
          en: 'Conditions at a parallel gateway do not count: all ways are taken.',
        },
        { de: 'Nehmen Sie ein inklusives Gateway.', en: 'Use an inclusive gateway.' },
      )
    return
  }
  if (bare.length === 0 && node.defaultFlow === undefined)
    say(
      node,
      {
        de: 'Es gibt keinen Standardweg: Trifft keine Bedingung zu, bleibt der Vorgang stehen.',
        en: 'There is no default way: if no condition holds, the instance stops.',
      },
      { de: 'Machen Sie einen der Pfeile zum Standardweg.', en: 'Make one of the arrows the default way.' },
    )
  if (node.gateway === 'exclusive' && bare.length > 1)
    say(
      node,
      {
        de: 'Mehrere Pfeile haben keine Bedingung; nur der erste wird gegangen.',
        en: 'Several arrows have no condition; only the first is taken.',
      },
      { de: 'Geben Sie allen bis auf einen eine Bedingung.', en: 'Give all but one a condition.' },
    )
}

/** Words of names that hold something about a person. */
const personal =
  /^(family|given|sur|last|first)?name$|^(vor|nach)name|mail|address|adresse|strasse|street|birth|geburt|iban|telefon|phone/i

function checkTask(say: Say, node: Extract<Node, { is: 'user' }>): void {
  const { units, people, assignee, fields } = node.assignment
  if (units.length === 0 && people.length === 0 && assignee === undefined && node.unit === undefined)
    say(
      node,
      {
        de: 'Niemand ist genannt; die Aufgabe fällt an die Stelle des Modells.',
        en: 'Nobody is named; the task falls to the unit of the model.',
      },
      {
        de: 'Nennen Sie eine Stelle (stadttor:unit), oder zeichnen Sie eine Bahn.',
        en: 'Name a unit (stadttor:unit), or draw a lane.',
      },
      'note',
    )
  for (const { name } of fields.filter((field) => personal.test(field.name)))
    say(
      node,
      {
        de: `Das Feld „${name}“ klingt nach Angaben zu einer Person; Variablen sind dafür nicht geschützt.`,
        en: `The field "${name}" sounds like something about a person; variables are not protected for that.`,
      },
      {
        de: 'Lassen Sie solche Angaben im Antrag, und merken Sie hier nur seinen Verweis.',
        en: 'Leave such answers in the application, and keep its reference here alone.',
      },
    )
}
