// Rows as a CSV file that a spreadsheet opens without running anything in it.

/** A cell that a spreadsheet would take for a formula begins with an apostrophe. OWASP: CSV injection. */
const cell = (text: string): string => {
  const safe = /^\s*[=+\-@\t\r\n|%]/.test(text) ? `'${text}` : text
  return /[",;\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** With a byte order mark, so that spreadsheets read umlauts. @standard RFC 4180 */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
