// How many files may arrive at this process at once, since each holds some megabytes; and what becomes of bytes nobody wants.
import type { Readable } from 'node:stream'

const most = { all: 64, each: 8 }
const taken = new Map<string, number>()
let all = 0

/** One place for a sender at this address; undefined when there is none. @returns what frees it */
export function takeSlot(address: string): (() => void) | undefined {
  const own = taken.get(address) ?? 0
  if (all >= most.all || own >= most.each) return undefined
  all += 1
  taken.set(address, own + 1)
  return () => {
    all -= 1
    const left = (taken.get(address) ?? 1) - 1
    if (left > 0) taken.set(address, left)
    else taken.delete(address)
  }
}

const mostUnwanted = { bytes: 4 * 1024 * 1024, milliseconds: 5_000 }

/** Reads the rest of a request into nothing. @returns false when there was more than is worth it: then the connection must end */
export function restOf(body: Readable): Promise<boolean> {
  if (body.readableEnded || body.destroyed) return Promise.resolve(body.readableEnded)
  return new Promise((resolve) => {
    let bytes = 0
    const end = (whole: boolean): void => {
      clearTimeout(timer)
      body.off('data', count)
      resolve(whole)
    }
    const count = (chunk: Buffer): void => {
      bytes += chunk.length
      if (bytes > mostUnwanted.bytes) end(false)
    }
    const timer = setTimeout(() => end(false), mostUnwanted.milliseconds)
    body.on('data', count)
    body.once('end', () => end(true))
    body.once('close', () => end(body.readableEnded))
    body.once('error', () => end(false))
  })
}
