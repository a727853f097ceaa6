// One JSON line per remarkable thing; ids, never names, addresses or answers.

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'
type Facts = Record<string, string | number | boolean | undefined>

export type Log = {
  debug(message: string, facts?: Facts): void
  info(message: string, facts?: Facts): void
  warn(message: string, facts?: Facts): void
  fault(message: string, fault: unknown, facts?: Facts): void
}

const order: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']

/** JSON.stringify escapes CR and LF, so that nobody can forge a line. */
export function createLog(level: LogLevel, write: (line: string) => void = (line) => process.stdout.write(line)): Log {
  const from = order.indexOf(level)
  const line = (severity: LogLevel, message: string, facts: Facts = {}) => {
    if (order.indexOf(severity) < from) return
    write(`${JSON.stringify({ at: new Date().toISOString(), level: severity, message, ...facts })}\n`)
  }
  return {
    debug: (message, facts) => line('debug', message, facts),
    info: (message, facts) => line('info', message, facts),
    warn: (message, facts) => line('warn', message, facts),
    fault: (message, fault, facts) => {
      const reason = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
      line('error', message, { ...facts, reason: reason.slice(0, 4_000) })
    },
  }
}
