import { useState } from 'react'

interface Props {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onChange: (value: number) => void
}

/** A whole number that counts once one leaves it, presses Enter, or steps it; Escape brings the old one back. */
export function NumberField({ label, value, min, max, onChange }: Props): React.ReactNode {
  const [text, setText] = useState(String(value))
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    setText(String(value))
  }
  const next = Math.min(max, Math.max(min, Math.round(Number(text))))
  const take = (): void => {
    if (text.trim() === '' || !Number.isFinite(next)) setText(String(value))
    else {
      setText(String(next))
      if (next !== value) onChange(next)
    }
  }
  const step = (by: number): void => onChange(Math.min(max, Math.max(min, value + by)))
  const pressed = (event: React.KeyboardEvent): void => {
    const actions: Readonly<Record<string, () => void>> = {
      Enter: take,
      Escape: () => setText(String(value)),
      ArrowUp: () => step(event.shiftKey ? 10 : 1),
      ArrowDown: () => step(event.shiftKey ? -10 : -1),
    }
    const action = actions[event.key]
    if (action === undefined) return
    event.preventDefault()
    event.stopPropagation()
    action()
  }
  return <input className="number-field" type="text" inputMode="numeric" role="spinbutton" aria-label={label} aria-valuemin={min} aria-valuemax={max} aria-valuenow={value} value={text} onChange={event => setText(event.currentTarget.value)} onKeyDown={pressed} onBlur={take} />
}
