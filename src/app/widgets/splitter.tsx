import { useRef } from 'react'

interface Props {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  /** 1 when moving right makes the value larger, −1 otherwise. */
  readonly sign: 1 | -1
  readonly onChange: (value: number) => void
}

const KEY_STEP = 24

/** A vertical bar between two panes; dragged, or moved with the arrow keys. */
export function Splitter({ label, value, min, max, sign, onChange }: Props): React.ReactNode {
  const drag = useRef<{ x: number; value: number } | null>(null)
  const set = (next: number): void => onChange(Math.min(max, Math.max(min, Math.round(next))))
  return (
    <div
      className="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { x: event.clientX, value }
      }}
      onPointerMove={event => {
        if (drag.current !== null) set(drag.current.value + sign * (event.clientX - drag.current.x))
      }}
      onPointerUp={() => {
        drag.current = null
      }}
      onKeyDown={event => {
        const step = event.key === 'ArrowLeft' ? -KEY_STEP : event.key === 'ArrowRight' ? KEY_STEP : 0
        if (step === 0) return
        event.preventDefault()
        set(value + sign * step)
      }}
    />
  )
}
