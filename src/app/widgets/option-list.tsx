import { useEffect, useId, useRef, useState } from 'react'

interface Props {
  readonly label: string
  readonly count: number
  readonly rowHeight: number
  /** Index of the chosen row; −1 for none. */
  readonly chosen: number
  readonly onChoose: (index: number) => void
  /** Enter on the chosen row, or a second click on it. */
  readonly onOpen: () => void
  readonly renderRow: (index: number) => React.ReactNode
}

const OVERSCAN = 8
/** Rows that are drawn before the height is known. */
const FIRST_ROWS = 20

/** Where a key leads from a row; undefined when the key means nothing here. */
function target(key: string, at: number, count: number, page: number): number | undefined {
  const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at < 0 ? count - 1 : at - 1, Home: 0, End: count - 1, PageDown: at + page, PageUp: at - page }
  const found = steps[key]
  return found === undefined || count === 0 ? undefined : Math.min(count - 1, Math.max(0, found))
}

/** A list of rows of one height of which one is chosen; only what is in sight is drawn, all of it is reached by keys. */
export function OptionList({ label, count, rowHeight, chosen, onChoose, onOpen, renderRow }: Props): React.ReactNode {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState({ from: 0, to: FIRST_ROWS })
  const look = (): void => {
    const { current } = list
    if (current === null) return
    const from = Math.max(0, Math.floor(current.scrollTop / rowHeight) - OVERSCAN)
    const to = Math.ceil((current.scrollTop + current.clientHeight) / rowHeight) + OVERSCAN
    setSeen(before => (before.from === from && before.to === to ? before : { from, to }))
  }
  useEffect(() => {
    const { current } = list
    if (current === null) return undefined
    const observer = new ResizeObserver(look)
    observer.observe(current)
    return () => observer.disconnect()
  })
  useEffect(() => {
    const { current } = list
    if (current === null || chosen < 0) return
    const top = chosen * rowHeight
    if (top < current.scrollTop) current.scrollTop = top
    else if (top + rowHeight > current.scrollTop + current.clientHeight) current.scrollTop = top + rowHeight - current.clientHeight
  }, [chosen, rowHeight])
  const pressed = (event: React.KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((list.current?.clientHeight ?? rowHeight) / rowHeight) - 1)
    const next = target(event.key, chosen, count, page)
    if (next === undefined && event.key !== 'Enter') return
    event.preventDefault()
    event.stopPropagation()
    if (next === undefined) onOpen()
    else onChoose(next)
  }
  const rows = Array.from({ length: Math.max(0, Math.min(count, seen.to) - seen.from) }, (_, row) => seen.from + row)
  return (
    <div ref={list} className="option-list" role="listbox" tabIndex={0} aria-label={label} aria-activedescendant={chosen < 0 ? undefined : `${id}-${chosen}`} onKeyDown={pressed} onScroll={look}>
      <div style={{ height: count * rowHeight }}>
        {rows.map(index => (
          <div
            key={index}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            aria-setsize={count}
            aria-posinset={index + 1}
            className="option-row"
            style={{ top: index * rowHeight, height: rowHeight }}
            onClick={() => (index === chosen ? onOpen() : onChoose(index))}
          >
            {renderRow(index)}
          </div>
        ))}
      </div>
    </div>
  )
}
