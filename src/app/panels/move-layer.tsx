/** The handle of what is selected, over the site from any side: dragged, or moved by arrow keys, with a ghost and the distance on the way. */
import { useEffect, useLayoutEffect, useReducer, useRef } from 'react'
import { dragFrom, forgetLanded, giveUp, nudge, settle, type Spot, useMoving } from '../editing/drag-thing.ts'
import { inTheWay, isBeyondFence, type Shift, shiftWords } from '../editing/in-the-way.ts'
import { type Box, COARSE_M, type Movable, movableOf, SNAP_M } from '../editing/movable.ts'
import { useSiteNow } from '../site/site-now.ts'
import { useDocument } from '../state/document.ts'
import { isTextFixed } from '../state/opened.ts'
import { useView } from '../state/view.ts'
import { Icon } from '../widgets/icon.tsx'

/** How a view shows the ground. Places on the view are px from its upper left corner. */
export interface Ground {
  /** Null for what lies behind the one who looks. */
  toView(x: number, y: number, z: number): readonly [number, number] | null
  toGround(left: number, top: number): Spot | null
}

/** Boxes beyond these are shown as one outline. */
const MOST_BOXES = 240
const KEYS: Readonly<Record<string, readonly [number, number]>> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

const wholeBox = ({ footprint: { left, right, north, south } }: Movable): Box => ({ x: (left + right) / 2, z: (north + south) / 2, width: right - left, depth: south - north, height: 0 })

/** Outline on the ground, at the top and up the corners, as a path. */
function pathOf(box: Box, { toView }: Ground, { east, south }: Shift): string {
  const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([x, z]) => [box.x + east + (x * box.width) / 2, box.z + south + (z * box.depth) / 2])
  const low = corners.map(([x, z]) => toView(x, 0, z))
  const high = corners.map(([x, z]) => toView(x, box.height, z))
  if ([...low, ...high].includes(null)) return ''
  const text = (points: readonly (readonly [number, number] | null)[]): string[] => points.map(point => `${point?.[0].toFixed(1)} ${point?.[1].toFixed(1)}`)
  const [foot, top] = [text(low), text(high)]
  return `M${foot.join('L')}Z${box.height === 0 ? '' : `M${top.join('L')}Z${foot.map((at, index) => `M${at}L${top[index]}`).join('')}`}`
}

function Ghost({ movable, shift, ground, isBlocked }: { readonly movable: Movable; readonly shift: Shift; readonly ground: Ground; readonly isBlocked: boolean }): React.ReactNode {
  const boxes = movable.boxes.length > MOST_BOXES ? [wholeBox(movable)] : movable.boxes
  return (
    <svg className={`move-ghost ${isBlocked ? 'blocked' : ''}`} aria-hidden="true">
      <path className="before" d={pathOf(wholeBox(movable), ground, { east: 0, south: 0 })} />
      <path d={boxes.map(box => pathOf(box, ground, shift)).join('')} />
    </svg>
  )
}

interface Props {
  readonly ground: () => Ground | null
  /** Tells when the view shows the ground in another way; returns the way to stop. */
  readonly follow: (redraw: () => void) => () => void
}

/** What the selection moves, where one plans. */
function useMovable(): Movable | null {
  const now = useSiteNow()
  const selection = useView(view => view.selection)
  const isPlanning = useView(view => view.room === 'plan')
  const isFixed = useDocument(isTextFixed)
  return now === null || !isPlanning || isFixed ? null : movableOf(now.plan, now.scenario, selection)
}

export function MoveLayer({ ground, follow }: Props): React.ReactNode {
  const selected = useMovable()
  const moving = useMoving(state => state.moving)
  const now = useSiteNow()
  // Let go, and still drawn where it was: the ghost stands until the site is drawn anew.
  const dropped = useMoving(state => state.landed)
  const landed = dropped !== null && dropped.plan === now?.plan ? dropped : null
  const layer = useRef<HTMLDivElement>(null)
  const tool = useRef<HTMLDivElement>(null)
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const movable = moving?.movable ?? selected
  const from: Shift = landed !== null && landed.movable.at === movable?.at ? landed : { east: 0, south: 0 }
  const shift: Shift = { east: from.east + (moving?.east ?? 0), south: from.south + (moving?.south ?? 0) }
  const place = (): void => {
    if (tool.current === null || movable === null) return
    const { x, z } = wholeBox(movable)
    const at = ground()?.toView(x + shift.east, 0, z + shift.south) ?? null
    tool.current.hidden = at === null
    if (at !== null) tool.current.style.transform = `translate(${at[0].toFixed(1)}px, ${at[1].toFixed(1)}px)`
  }
  useLayoutEffect(place)
  const placed = useRef(place)
  useEffect(() => {
    placed.current = place
  })
  useEffect(
    () =>
      follow(() => {
        placed.current()
        if (useMoving.getState().moving !== null || useMoving.getState().landed !== null) redraw()
      }),
    [follow],
  )
  useEffect(() => giveUp, [])
  useEffect(() => useDocument.subscribe(({ text }) => forgetLanded(text)), [])
  if (movable === null || now === null) return null
  const ghost = moving === null ? landed : { movable, ...shift }
  const seen = ghost === null ? null : ground()
  const blocked = moving === null ? '' : inTheWay(now.plan, movable, shift)
  const words = moving === null ? '' : [shiftWords(moving) || 'where it stands', blocked !== '' ? `would stand ${blocked}` : isBeyondFence(now.plan, movable, shift) ? 'beyond the fence, which goes around it' : ''].filter(text => text !== '').join(' · ')
  const spotAt = (clientX: number, clientY: number): Spot | null => {
    const bounds = layer.current?.getBoundingClientRect()
    return bounds === undefined ? null : (ground()?.toGround(clientX - bounds.left, clientY - bounds.top) ?? null)
  }
  const pressed = (event: React.KeyboardEvent): void => {
    const way = KEYS[event.key]
    const actions: Readonly<Record<string, () => void>> = { Enter: settle, ' ': settle, Escape: giveUp }
    if (event.altKey || event.ctrlKey || event.metaKey || (way === undefined && (actions[event.key] === undefined || moving === null))) return
    event.preventDefault()
    event.stopPropagation()
    const step = event.shiftKey ? COARSE_M : SNAP_M
    if (way === undefined) actions[event.key]()
    else nudge(movable, way[0] * step, way[1] * step)
  }
  return (
    <div ref={layer} className="move-layer">
      {ghost === null || seen === null ? null : <Ghost movable={ghost.movable} shift={ghost} ground={seen} isBlocked={blocked !== ''} />}
      <div ref={tool} className="move-tool">
        <button
          type="button"
          className={`move-handle ${moving === null ? '' : 'moving'}`}
          aria-label={`Move ${movable.label}`}
          title={`Move ${movable.label}: drag by whole metres (Shift: 10\u2009m), or arrow keys and Enter; Escape leaves it`}
          onPointerDown={event => dragFrom(event, { movable, spotAt })}
          onKeyDown={pressed}
          onBlur={settle}
        >
          <Icon name="move" />
        </button>
        <p className={`move-words ${blocked === '' ? '' : 'bad'}`} role="status">
          {words}
        </p>
      </div>
    </div>
  )
}
