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
