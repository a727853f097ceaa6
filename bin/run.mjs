// `node bin/run.mjs [--build] dist-file args…`: builds when needed, then runs a built file on Node 24.

import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { node24, runOn24 } from './node24.mjs'

const args = process.argv.slice(2)
if (args[0] === '--build') {
  args.shift()
  execFileSync(node24(), [join(import.meta.dirname, 'build.mjs')], { stdio: 'inherit' })
}
const [file, ...rest] = args
if (file) runOn24(join(dirname(import.meta.dirname), 'dist', file), rest)
