// `stadttor notify bounces`: reads returned mail from a mailbox file or from a mail server's pipe.
import { readFileSync } from 'node:fs'
import type { House } from '../../kernel/house.ts'
import type { Command } from '../../kernel/module.ts'
import { type Bounce, type BounceOutcome, mailsIn, readBounce, takeBounce } from './bounce.ts'

const largest = 200_000_000

/** A token names its town by itself: only one town can have made it. */
async function takeAnywhere(house: House, bounce: Bounce, now: Date): Promise<BounceOutcome> {
  for (const town of house.towns.list()) {
    const outcome = await takeBounce(town, bounce, now)
    if (outcome !== 'not ours') return outcome
  }
  return 'not ours'
}

export const bouncesCommand: Command = {
  name: 'notify bounces',
  usage: 'FILE|-',
  help: 'Reads returned mail (a mailbox file, or one mail on standard input) and marks the messages it speaks of.',
  options: {},
  run: async (house, { positionals: [file, ...more], now }) => {
    if (file === undefined || more.length > 0) {
      console.error('Usage: stadttor notify bounces FILE|-')
      return 2
    }
    let mailbox: Buffer
    try {
      mailbox = readFileSync(file === '-' ? 0 : file)
    } catch (fault) {
      console.error(`${file} cannot be read: ${(fault as Error).message}`)
      return 1
    }
    if (mailbox.length > largest) {
      console.error(`${file} is larger than ${largest / 1_000_000} MB. Split it.`)
      return 1
    }
    const counts: Record<BounceOutcome | 'no report', number> = {
      'given up': 0,
      'tried again': 0,
      'only delayed': 0,
      'not ours': 0,
      'no report': 0,
    }
    for (const mail of mailsIn(mailbox.toString('latin1'))) {
      const bounce = readBounce(mail)
      counts[bounce ? await takeAnywhere(house, bounce, now) : 'no report'] += 1
    }
    console.log(
      Object.entries(counts)
        .map(([what, count]) => `${count} ${what}`)
        .join(', '),
    )
    return 0
  },
}
