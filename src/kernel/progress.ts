// How far a command has come, for the person who waits for it.

export type Step = { step: number; of: number; what: string }

/** A line that renews itself on a terminal; one line per tenth elsewhere. */
export function showProgress(): (step: Step) => void {
  let shown = -1
  return ({ step, of, what }) => {
    const tenth = Math.floor((step / Math.max(1, of)) * 10)
    if (process.stderr.isTTY) process.stderr.write(`\r${'█'.repeat(tenth * 2).padEnd(20, '░')} ${what.slice(0, 50).padEnd(50)}`)
    else if (tenth !== shown) process.stderr.write(`${tenth * 10} % ${what}\n`)
    shown = tenth
    if (step >= of && process.stderr.isTTY) process.stderr.write('\n')
  }
}
