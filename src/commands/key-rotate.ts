// `stadttor key rotate`: a new data key for a town; what is written from then on is closed with it, and rooms close anew what they have.
import { recordAudit } from '../kernel/audit.ts'
import { keyNumber, withKeysInUse, withNextKey } from '../kernel/keys.ts'
import type { Command } from '../kernel/module.ts'
import { tell } from '../kernel/outbox.ts'

/** Running servers hear of the prepared key within this time; only then is anything closed with it. */
const waitSeconds = 10

export const keyRotate: Command = {
  name: 'key rotate',
  usage: '--town T [--wait SECONDS]',
  help: 'Gives a town a new data key. Older keys stay, to open what they closed; back up the database afterwards.',
  options: { town: { type: 'string' }, wait: { type: 'string' } },
  run: async (house, { options }) => {
    const town = house.towns.byKey(String(options.town))
    const seconds = Number(options.wait ?? waitSeconds)
    if (!town || !(seconds >= 0 && seconds <= 600)) {
      console.error(town ? '--wait takes 0 to 600 seconds.' : `There is no town "${options.town ?? ''}".`)
      return 2
    }
    await house.towns.changeKey(town.key, withNextKey)
    console.log(`A new data key is prepared. Waiting ${seconds} seconds, until every running server can read with it.`)
    await new Promise((done) => setTimeout(done, seconds * 1_000))
    const number = keyNumber(await house.towns.changeKey(town.key, withKeysInUse))
    const now = house.towns.byKey(town.key)!
    await now.write(async (db) => {
      await recordAudit(db, {
        action: 'kernel.key.rotated',
        actor: { system: 'command' },
        object: `town:${town.key}`,
        details: { key: number },
      })
      await tell(db, { type: 'kernel.key-rotated.v1', subjects: ['kernel.key'], payload: { key: number } })
    })
    console.log(`Data key ${number} of ${town.key} is in use. A running server now closes anew what rooms keep under older keys.`)
    return 0
  },
}
