// `npm run endure -- --rounds 40 --seed 1 --matters 400 --messages 10000 --kills 10 --forms 500 --process-kills 60 --tries 10000`: long rounds of writing, sending, killing and guessing; exit code 1 when anything was lost or let in.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { place } from '../../src/main.ts'
import { crashRounds } from './crash.ts'
import { type FormsRound, killWhileSendingForms } from './forms-crash.ts'
import { findFormSender } from './forms-worker.ts'
import { killWhileSending } from './mail-crash.ts'
import { findWorker } from './mail-worker.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    matters: { type: 'string', default: '400' },
    messages: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '10' },
    forms: { type: 'string', default: '500' },
    'process-kills': { type: 'string', default: '60' },
    tries: { type: 'string', default: '10000' },
  },
})
const numbers = [
  values.rounds,
  values.seed,
  values.matters,
  values.messages,
  values.kills,
  values.forms,
  values.tries,
  values['process-kills'],
].map(Number)
const [rounds = 0, seed = 0, matters = 0, messages = 0, kills = 0, forms = 0, tries = 0, processKills = 0] = numbers
if (!numbers.every((number) => Number.isInteger(number) && number >= 0) || (rounds > 0 && matters === 0)) {
  console.error(
    'Usage: npm run endure -- [--rounds 40] [--seed 1] [--matters 400] [--messages 10000] [--kills 10] [--forms 500] [--process-kills 60] [--tries 10000]',
  )
  process.exit(2)
}
const results = await crashRounds({
  rounds,
  seed,
  matters,
  told: ({ kill, acknowledged, unanswered, lost, unreadable }, index) =>
    console.log(
      `${String(index + 1).padStart(4)}/${rounds}  ${kill.padEnd(10)} ${acknowledged} acknowledged, ${unanswered} stored without an answer, ` +
        `${lost.length} lost, ${unreadable.length} files unreadable`,
    ),
})
const sum = (count: (round: (typeof results)[number]) => number): number => results.reduce((all, round) => all + count(round), 0)
const lost = sum((round) => round.lost.length)
const unreadable = sum((round) => round.unreadable.length)
console.log(`seed ${seed}: ${sum((round) => round.acknowledged)} acknowledged, ${lost} lost, ${unreadable} files unreadable`)
process.exitCode = lost + unreadable > 0 ? 1 : 0

if (messages > 0 && (await findWorker())) {
  const mail = await killWhileSending({ messages, kills, seed, told: (line) => console.log(line) })
  console.log(
    `seed ${seed}: ${mail.messages} messages, ${kills} kills, ${mail.lost.length} lost, ${mail.twice} arrived twice ` +
      `(${mail.allowedTwice} could have been in flight), ${mail.strangers} of them under another Message-ID`,
  )
  if (mail.lost.length + mail.strangers > 0 || mail.twice > mail.allowedTwice) process.exitCode = 1
}

if (forms > 0 && (await findFormSender())) {
  const told = ({ kill, acknowledged, inFlight, faults }: FormsRound, index: number): void =>
    console.log(
      `forms ${index + 1}/5  ${kill.padEnd(10)} ${acknowledged} acknowledged, ${inFlight} sent again, ${faults.length} faults ${faults.join('; ')}`,
    )
  const sent = await killWhileSendingForms({ rounds: 5, seed, submissions: forms, told })
  if (sent.some(({ faults }) => faults.length > 0)) process.exitCode = 1
}

// Two servers at work on the same steps, killed in turn; the test itself counts effects, ends and timers.
if (processKills > 0) {
  const env = { ...process.env, STADTTOR_KILLS: String(processKills), STADTTOR_KILL_INSTANCES: String(processKills * 40) }
  const killed = spawnSync(process.execPath, [join(place.dist, 'test/run.js'), 'kill.test'], { env, stdio: 'inherit' })
  if (killed.status !== 0) process.exitCode = 1
}

// The tests of the sign-in once more, with very many tries.
if (tries > 0) {
  const env = { ...process.env, STADTTOR_TRIES: String(Math.ceil(tries / 1_000) * 1_000) }
  const tested = spawnSync(process.execPath, [join(place.dist, 'test/run.js'), 'sign-in/hostile'], { env, stdio: 'inherit' })
  if (tested.status !== 0) process.exitCode = 1
}
