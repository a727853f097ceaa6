// A table for comparing rows; on narrow screens each row becomes a block with its labels.
import type { ComponentChildren } from 'preact'

export type Column<Row> = {
  label: string
  cell: (row: Row) => ComponentChildren
  /** Numbers stand right. */
  end?: boolean | undefined
}

/** The first column names the row. Sort state belongs into the caption, in words. */
export function Table<Row>({
  caption,
  captionHidden,
  columns,
  rows,
}: {
  caption: string
  /** The heading just above says the same. */
  captionHidden?: boolean | undefined
  columns: readonly Column<Row>[]
  rows: readonly Row[]
}) {
  return (
    <table class="table">
      <caption class={captionHidden ? 'hidden' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ label, end }) => (
            <th scope="col" class={end ? 'end' : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {columns.map(({ label, cell, end }, index) =>
              index === 0 ? (
                <th scope="row">{cell(row)}</th>
              ) : (
                <td data-label={label} class={end ? 'end' : undefined}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
