// `npm run tck`: the rate per level, the list of misses, and last `passed/total`.
import { existsSync } from 'node:fs'
import { sharedFile } from './ground.ts'
import { runKit } from './tck.ts'

const folder = sharedFile('data/processes/dmn-tck')
if (!existsSync(folder)) {
  console.error('The test kit is not there: ../shared is not beside this project.')
  process.exit(1)
}
const rates = runKit(folder)
for (const { misses } of rates) for (const { test, wanted, got } of misses) console.log(`${test}: wanted ${wanted}, got ${got}`)
for (const { level, passed, total } of rates)
  console.log(`Level ${level}: ${passed} of ${total}, ${((100 * passed) / total).toFixed(2)} %`)
const sum = (of: 'passed' | 'total') => rates.reduce((all, rate) => all + rate[of], 0)
console.log(`${sum('passed')}/${sum('total')}`)
