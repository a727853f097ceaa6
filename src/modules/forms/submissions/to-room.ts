// Giving what was sent to a room of this house: what the room writes and the note "handed over" are one.
import type { ReceiveSubmission, Taken } from '../../../contracts/submissions.ts'
import type { House } from '../../../kernel/house.ts'
import { inPart, type Town } from '../../../kernel/town.ts'
import { handedOf, type Whole } from './handed.ts'
import type { Writing } from './submit.ts'
import type { ReceiverRow } from './tables.ts'
import { NotTaken } from './webhook.ts'

type Place = { house: House; town: Town; db: Writing; now: Date }

/** Inside a logged look at whose answers these are. @throws NotTaken where no room takes it */
export async function giveToRoom(
  { house, town, db, now }: Place,
  handOver: string,
  receiver: ReceiverRow,
  whole: Whole,
): Promise<void> {
  const submission = handedOf(town, whole, receiver, now)
  const holder = whole.row.holder_id
  const taken = await house.ask<ReceiveSubmission>(town, 'receive-submission', { db, submission, holder, now })
  if (!taken) throw new NotTaken('nobody-there')
  await noteDelivery(db, handOver, taken, now)
}

type Waiting = ReceiverRow & { hand_over: string }

/** Rooms that wait for a submission. */
export const listRooms = (db: Writing, submission: string): Promise<Waiting[]> =>
  db
    .selectFrom('forms.hand_over as h')
    .innerJoin('forms.receiver as r', (on) => on.onRef('r.town_id', '=', 'h.town_id').onRef('r.id', '=', 'h.receiver_id'))
    .selectAll('r')
    .select('h.id as hand_over')
    .where('h.submission_id', '=', submission)
    .where('r.kind', '=', 'contract')
    .orderBy('r.added_at')
    .execute()

/** In the transaction of the sending. A room that fails leaves no trace of itself: its row waits, and the job tries again. */
export async function giveToRoomsAtOnce(place: Place, waiting: readonly Waiting[], whole: Whole): Promise<void> {
  for (const { hand_over, ...receiver } of waiting)
    try {
      await inPart(place.db, (db: Writing) => giveToRoom({ ...place, db }, hand_over, receiver, whole))
    } catch (fault) {
      if (fault instanceof NotTaken) continue
      place.house.log.fault('a submission could not be handed over at once', fault, { town: place.town.key, module: 'forms' })
    }
}

export const noteDelivery = (db: Writing, id: string, { foreignCaseId, replyChannel }: Taken, now: Date) =>
  db
    .updateTable('forms.hand_over')
    .set({
      state: 'delivered',
      delivered_at: now,
      last_error: null,
      foreign_id: foreignCaseId ?? null,
      reply_channel: replyChannel ?? null,
    })
    .where('id', '=', id)
    .where('state', '!=', 'delivered')
    .execute()
