// Finds the Node 24 that the lockfile brings and runs a built file on it, whatever Node started us.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const root = dirname(import.meta.dirname)

export function node24() {
  if (process.versions.node.startsWith('24.')) return process.execPath
  const name = `node-${process.platform}-${process.arch}`
  try {
    const require = createRequire(join(root, 'package.json'))
    return join(dirname(require.resolve(`${name}/package.json`)), 'bin', 'node')
  } catch {
    console.error(
      `Stadttor needs Node 24; this is ${process.version} and the package ${name} is not installed.\n` +
        'Run `npm ci` (with optional dependencies), or start it with a Node 24 of your own.',
    )
    process.exit(2)
  }
}

/** Beside source maps: a heap that is collected before it grows. V8's own choice follows the machine's memory, and doubles ours. */
const flags = JSON.parse(readFileSync(join(root, 'bin/node-flags.json'), 'utf8'))

/** Runs `file` with Node 24, hands signals on, and ends with its exit code. */
export function runOn24(file, args) {
  const child = spawn(node24(), [...flags, file, ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
}
