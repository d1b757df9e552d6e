/** Keys of commands: how they are written, whether an event is one of them, and how they are shown. */

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

interface Chord {
  readonly hasMod: boolean
  readonly hasShift: boolean
  readonly hasAlt: boolean
  readonly key: string
}

/** Letters and named keys tell whether Shift is held; of other characters the keyboard decides. */
const SHIFT_COUNTS = /^([a-z0-9]|[A-Z][A-Za-z0-9]+)$/u
const SIGNS: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Space: 'Space', Escape: 'Esc' }

function parsed(text: string): Chord {
  // The plus sign is a key as well.
  const parts = text.replace(/\+$/u, 'plus').split('+')
  const key = parts.pop()?.replace(/^plus$/u, '+') ?? ''
  return { hasMod: parts.includes('Mod'), hasShift: parts.includes('Shift'), hasAlt: parts.includes('Alt'), key: key.length === 1 ? key.toLowerCase() : key }
}

const chordsOf = (keys: string | undefined): readonly Chord[] => (keys === undefined || keys === '' ? [] : keys.split(' ').map(parsed))

function isChord({ hasMod, hasShift, hasAlt, key }: Chord, event: KeyPress): boolean {
  const pressed = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (pressed !== key || hasAlt !== event.altKey || hasMod !== (event.ctrlKey || event.metaKey)) return false
  return hasShift === event.shiftKey || !SHIFT_COUNTS.test(key)
}

/** Whether a press is one of the ways to run a command. */
export const isPressed = (keys: string | undefined, event: KeyPress): boolean => chordsOf(keys).some(chord => isChord(chord, event))

const isMac = (): boolean => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/u.test(navigator.userAgent)

/** The keys as a reader presses them, one list a way: `[['Ctrl', 'K'], ['Ctrl', 'Shift', 'P']]`. */
export function shownKeys(keys: string | undefined, mac = isMac()): readonly (readonly string[])[] {
  return chordsOf(keys).map(({ hasMod, hasShift, hasAlt, key }) => [
    ...(hasMod ? [mac ? '⌘' : 'Ctrl'] : []),
    ...(hasAlt ? [mac ? '⌥' : 'Alt'] : []),
    ...(hasShift ? [mac ? '⇧' : 'Shift'] : []),
    SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key),
  ])
}
