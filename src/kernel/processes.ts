// What this machine says about a process: whether it lives, since when, and what it runs.
import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

const linux = process.platform === 'linux'

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync('/bin/ps', ['-ww', '-p', String(pid), '-o', `${column}=`], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

/** State and start of a process; the fields after the name, which may itself hold spaces and brackets. */
function stat(pid: number): string[] {
  const text = readOrEmpty(`/proc/${pid}/stat`)
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** A process that ended and was not collected by its parent (a zombie) does not live. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  if (linux) return !['', 'Z', 'X'].includes(stat(pid)[0] ?? '')
  return ps(pid, 'pid') !== ''
}

/** Tells a process from a later one with the same number, also after a reboot; empty when it does not live. */
export function birthOf(pid: number): string {
  if (!isAlive(pid)) return ''
  if (!linux) return ps(pid, 'lstart')
  return `${readOrEmpty('/proc/sys/kernel/random/boot_id').trim()} ${stat(pid)[19]}`
}

/** The program file, its working directory and its arguments, as far as this account may know them. */
export function whatRuns(pid: number): { program: string; folder: string | undefined; args: string[] } | undefined {
  if (!isAlive(pid)) return undefined
  if (!linux) {
    const args = ps(pid, 'command').split(' ')
    return { program: args[0] ?? '', folder: undefined, args }
  }
  try {
    return {
      program: readlinkSync(`/proc/${pid}/exe`),
      folder: readlinkSync(`/proc/${pid}/cwd`),
      args: readOrEmpty(`/proc/${pid}/cmdline`).split('\0').slice(0, -1),
    }
  } catch {
    return undefined
  }
}

/** Waits until a process has ended; false when it still lives after `milliseconds`. */
export async function waitForEnd(pid: number, milliseconds: number): Promise<boolean> {
  const until = Date.now() + milliseconds
  while (isAlive(pid)) {
    if (Date.now() > until) return false
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return true
}
