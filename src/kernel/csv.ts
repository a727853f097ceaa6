// Rows of a table as text, each with the line it begins on.

/** @standard RFC 4180; a semicolon separates as well, as spreadsheets in German do it. @throws Error for a quotation mark that is never closed */
export function readCsv(text: string): { line: number; cells: string[] }[] {
  const separator = (text.split('\n', 1)[0] ?? '').includes(';') ? ';' : ','
  const rows: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let began = 1
  const endRow = () => {
    rows.push({ line: began, cells: [...cells, cell] })
    cells = []
    cell = ''
  }
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!
    if (sign === '\n') line += 1
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (sign === '"' && cell === '') quoted = true
    else if (sign === separator) {
      cells.push(cell)
      cell = ''
    } else if (sign === '\n') {
      endRow()
      began = line
    } else if (sign !== '\r') cell += sign
  }
  if (quoted) throw new Error(`A quotation mark is never closed: line ${began}.`)
  if (cell !== '' || cells.length > 0) endRow()
  return rows
}

/** A German spreadsheet parts cells at semicolons, whatever the quotes say. */
const partsInside = /([;\t\r\n]["'\s]{0,20})(?=[=+\-@])/g

/** Nothing of it is run by a spreadsheet, whatever somebody typed: what it would take for a formula begins with an apostrophe. OWASP: CSV injection */
function writtenCell(text: string): string {
  const begun = /^\s*[=+\-@\t\r\n|%]/.test(text) && !/^-?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text
  const safe = begun.replace(partsInside, "$1'")
  return /[",;\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** @standard RFC 4180 */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  `${rows.map((row) => row.map(writtenCell).join(',')).join('\r\n')}\r\n`
