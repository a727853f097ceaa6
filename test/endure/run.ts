// `npm run endure -- --rounds 40 --seed 1 --matters 400`: long rounds of writing and killing, one line each, exit code 1 when anything was lost.
import { parseArgs } from 'node:util'
import { crashRounds } from './crash.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    matters: { type: 'string', default: '400' },
  },
})
const [rounds, seed, matters] = [values.rounds, values.seed, values.matters].map(Number)
if (!rounds || seed === undefined || !Number.isInteger(seed) || !matters) {
  console.error('Usage: npm run endure -- [--rounds 40] [--seed 1] [--matters 400]')
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
