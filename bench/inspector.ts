// Looks into a running Node process over its inspector: what its memory consists of.
import { findFreePort } from './town-hall.ts'

export type Inspector = { node: string; port: number }

/** The argument that Node must be started with, and where its inspector will listen. */
export async function chooseInspector(): Promise<Inspector> {
  const port = await findFreePort()
  return { node: `--inspect=127.0.0.1:${port}`, port }
}

type Answer = { id?: number; result?: { usedSize?: number; result?: { value?: unknown } } }

/** Bytes: in use on the heap after a full collection, and all that Node tells of its memory before it. */
export async function memoryOf({ port }: Inspector): Promise<{ usedAfterCollection: number; before: NodeJS.MemoryUsage }> {
  const list = await fetch(`http://127.0.0.1:${port}/json/list`)
  const [target] = (await list.json()) as { webSocketDebuggerUrl: string }[]
  const socket = new WebSocket(target!.webSocketDebuggerUrl)
  await new Promise((open, fail) => {
    socket.onopen = open
    socket.onerror = fail
  })
  let number = 0
  const ask = (method: string, params = {}): Promise<NonNullable<Answer['result']>> => {
    number += 1
    const id = number
    return new Promise((answer) => {
      socket.addEventListener('message', ({ data }) => {
        const message = JSON.parse(String(data)) as Answer
        if (message.id === id) answer(message.result ?? {})
      })
      socket.send(JSON.stringify({ id, method, params }))
    })
  }
  const told = await ask('Runtime.evaluate', { expression: 'process.memoryUsage()', returnByValue: true })
  for (let time = 0; time < 3; time++) await ask('HeapProfiler.collectGarbage')
  const { usedSize = Number.NaN } = await ask('Runtime.getHeapUsage')
  socket.close()
  return { usedAfterCollection: usedSize, before: told.result?.value as NodeJS.MemoryUsage }
}
