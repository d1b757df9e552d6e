import { useState } from 'react'
import { useSize } from './use-size.ts'

interface Props {
  readonly count: number
  readonly rowHeight: number
  readonly head: React.ReactNode
  readonly renderRow: (index: number) => React.ReactNode
  readonly label: string
}

/** Rows outside the window are left out when there are more than this. */
const ALL_UP_TO = 300
const OVERSCAN = 12

/** A table that draws only what is in sight when it is long; the full number of rows is told to assistive technology. */
export function VirtualRows({ count, rowHeight, head, renderRow, label }: Props): React.ReactNode {
  const [ref, { height }] = useSize<HTMLDivElement>()
  const [top, setTop] = useState(0)
  const isShort = count <= ALL_UP_TO
  const from = isShort ? 0 : Math.max(0, Math.floor(top / rowHeight) - OVERSCAN)
  const to = isShort ? count : Math.min(count, Math.ceil((top + height) / rowHeight) + OVERSCAN)
  // A cell over all columns would keep the width of those that are hidden where there is no room for them.
  const gap = (rows: number): React.ReactNode => (rows === 0 ? null : <tr aria-hidden="true" style={{ height: rows * rowHeight }}><td /></tr>)
  return (
    <div ref={ref} className="table-scroll" tabIndex={0} role="region" aria-label={label} onScroll={event => setTop(event.currentTarget.scrollTop)}>
      <table aria-rowcount={count + 1}>
        <thead>{head}</thead>
        <tbody>
          {gap(from)}
          {Array.from({ length: to - from }, (_, index) => renderRow(from + index))}
          {gap(count - to)}
        </tbody>
      </table>
    </div>
  )
}
