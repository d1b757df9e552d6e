/** Where the values of a YAML or JSON text stand, from the parser's events. Built only when an issue needs it. */
import { EVENT_ID, getScalarValue } from 'js-yaml'
import type { Event } from 'js-yaml'

/** Keys and list indexes from the root of a document. */
export type TreePath = readonly (string | number)[]

/** Place of one value and of what it contains, as offsets into the text. */
export interface Place {
  readonly start: number
  /** Offset of its key; that of the value in lists. */
  readonly keyStart: number
  readonly entries?: Map<string, Place>
  readonly items?: Place[]
}
export interface Position {
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 units. */
  readonly column: number
}
export interface Places {
  readonly root: Place | undefined
  /** Every repeated key, in file order. */
  readonly duplicates: readonly { readonly path: TreePath; readonly start: number }[]
  positionAt(offset: number): Position
}

interface Frame {
  readonly place: Place
  readonly path: TreePath
  /** Key waiting for its value, in mappings. */
  key: { readonly name: string; readonly start: number } | undefined
}

/** Offsets at which lines begin; LF, CRLF and CR end a line. */
function lineStartsOf(text: string): number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|\n|\r/gu)) starts.push(match.index + match[0].length)
  return starts
}

function positionIn(starts: readonly number[], offset: number): Position {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle] <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - starts[low] + 1 }
}

/** Builds the tree of places by one pass over the events. */
export function placesOf(text: string, events: readonly Event[]): Places {
  const duplicates: { path: TreePath; start: number }[] = []
  const anchors = new Map<string, Place>()
  const stack: Frame[] = []
  let root: Place | undefined
  const attach = (place: Place): TreePath => {
    const frame = stack.at(-1)
    if (frame === undefined) {
      root ??= place
      return []
    }
    if (frame.place.items) {
      frame.place.items.push(place)
      return [...frame.path, frame.place.items.length - 1]
    }
    const name = frame.key?.name ?? ''
    frame.key = undefined
    const path = [...frame.path, name]
    if (frame.place.entries?.has(name)) duplicates.push({ path, start: place.keyStart })
    else frame.place.entries?.set(name, place)
    return path
  }
  const isKey = (): boolean => stack.at(-1)?.place.entries !== undefined && stack.at(-1)?.key === undefined
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) continue
    if (event.type === EVENT_ID.POP) {
      stack.pop()
      continue
    }
    const anchor = event.anchorStart >= 0 ? text.slice(event.anchorStart, event.anchorEnd) : ''
    const own = event.type === EVENT_ID.SCALAR ? scalarStart(event) : event.type === EVENT_ID.ALIAS ? event.anchorStart - 1 : event.start
    const top = stack.at(-1)
    // A value that is left out stands nowhere: what is wrong with it is told at its key.
    const start = own >= 0 ? own : (top?.key?.start ?? top?.place.start ?? 0)
    if (top && isKey()) {
      top.key = { name: event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '?', start }
      if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) continue
    }
    const keyStart = top?.key?.start ?? start
    if (event.type === EVENT_ID.ALIAS) {
      const target = anchors.get(anchor)
      attach({ start, keyStart, ...(target?.entries ? { entries: target.entries } : {}), ...(target?.items ? { items: target.items } : {}) })
      continue
    }
    const place: Place = { start, keyStart, ...(event.type === EVENT_ID.MAPPING ? { entries: new Map<string, Place>() } : event.type === EVENT_ID.SEQUENCE ? { items: [] } : {}) }
    if (anchor !== '') anchors.set(anchor, place)
    const path = attach(place)
    if (event.type !== EVENT_ID.SCALAR) stack.push({ place, path, key: undefined })
  }
  const starts = lineStartsOf(text)
  return { root, duplicates, positionAt: (offset) => positionIn(starts, offset) }
}

/** Start of a scalar as a reader sees it: its opening quote, when it has one. */
function scalarStart(event: { readonly valueStart: number; readonly style: number }): number {
  return event.style === 2 || event.style === 3 ? event.valueStart - 1 : event.valueStart
}

/**
 * Position of the value at a path, or of its key. A path that the text does not contain stands at the key of the deepest
 * part that it does contain.
 */
export function locate(places: Places, path: TreePath, at: 'key' | 'value'): Position | undefined {
  let place = places.root
  if (place === undefined) return undefined
  let isWhole = true
  for (const step of path) {
    const next: Place | undefined = typeof step === 'number' ? place.items?.[step] : place.entries?.get(step)
    if (next === undefined) {
      isWhole = false
      break
    }
    place = next
  }
  return places.positionAt(isWhole && at === 'value' ? place.start : place.keyStart)
}
