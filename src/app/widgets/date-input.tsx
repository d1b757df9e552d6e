/** A day typed as 2028-07-01, stepped by the arrow keys (Shift: weeks), or taken from the calendar of the platform. */
import { type ComponentProps, useRef } from 'react'
import { formatDate, parseDate } from '../../base/civil-date.ts'
import { Button } from './button.tsx'

const WEEK = 7
const STEPS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 }

interface Props extends Omit<ComponentProps<'input'>, 'type' | 'value' | 'onChange'> {
  readonly value: string
  readonly onValue: (text: string) => void
  /** A day of the calendar, which counts at once. */
  readonly onPick: (day: string) => void
}

export function DateInput({ value, onValue, onPick, onKeyDown, ...rest }: Props): React.ReactNode {
  const calendar = useRef<HTMLInputElement>(null)
  const day = parseDate(value.trim())
  const pressed = (event: React.KeyboardEvent<HTMLInputElement>): void => {
    const step = event.altKey || event.ctrlKey || event.metaKey ? undefined : STEPS[event.key]
    if (step === undefined || day === undefined) return onKeyDown?.(event)
    event.preventDefault()
    event.stopPropagation()
    onValue(formatDate(day + step * (event.shiftKey ? WEEK : 1)))
  }
  return (
    <span className="date-input">
      <input type="text" value={value} onChange={event => onValue(event.currentTarget.value)} onKeyDown={pressed} {...rest} />
      {/* The box keeps the focus, so that leaving it does not count yet. */}
      <Button icon="calendar" iconOnly label="Choose a day" tabIndex={-1} onPointerDown={event => event.preventDefault()} onClick={() => calendar.current?.showPicker()} />
      <input ref={calendar} type="date" tabIndex={-1} aria-hidden="true" value={day === undefined ? '' : formatDate(day)} onChange={event => event.currentTarget.value !== '' && onPick(event.currentTarget.value)} />
    </span>
  )
}
