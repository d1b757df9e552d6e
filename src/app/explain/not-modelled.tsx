import type { Limitation } from '../../analysis/limitations.ts'

/** What the model leaves out, beside what it touches; nothing where nothing is left out. */
export function NotModelled({ rows }: { readonly rows: readonly Limitation[] }): React.ReactNode {
  if (rows.length === 0) return null
  return (
    <details className="not-modelled">
      <summary>
        Not modelled here <span className="number">{rows.length}</span>
      </summary>
      <ul>
        {rows.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  )
}
