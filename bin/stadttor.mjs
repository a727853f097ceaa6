#!/usr/bin/env node
// The command `stadttor`: builds when a source changed, then runs the command line on Node 24.
import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { node24, runOn24 } from './node24.mjs'

execFileSync(node24(), [join(import.meta.dirname, 'build.mjs')], { stdio: 'inherit' })
runOn24(join(dirname(import.meta.dirname), 'dist', 'src', 'cli.js'), process.argv.slice(2))
