import { openLife } from '../explain/open-life.ts'
import { type AccountTable as Data, cellText } from '../state/accounts.ts'

/** A table of the accounts, which scrolls sideways where it does not fit. */
export function AccountTable({ table }: { readonly table: Data }): React.ReactNode {
  const { caption, columns, rows, lives } = table
  const classOf = (column: number): string => (columns[column].format === null ? '' : 'number')
  return (
    <div className="account-table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label }, column) => (
              <th key={label} scope="col" className={classOf(column)}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={row.slice(0, 2).join(' ')}>
              {row.map((_, column) =>
                column === 0 ? (
                  <th key={columns[column].label} scope="row" className={classOf(column)}>
                    {lives?.[at] === undefined ? (
                      cellText(table, at, column)
                    ) : (
                      <button type="button" className="link" title="Tell the life of this run" onClick={() => openLife({ kind: 'job', ...lives[at] })}>
                        {cellText(table, at, column)}
                      </button>
                    )}
                  </th>
                ) : (
                  <td key={columns[column].label} className={classOf(column)}>
                    {cellText(table, at, column)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
