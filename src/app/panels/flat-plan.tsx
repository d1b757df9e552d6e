/** The site from straight above without WebGL: the same places, colours and selection on a plain canvas. North is up. Things are dragged as they are. */
import { useEffect, useRef } from 'react'
import { dragFrom, type Spot } from '../editing/drag-thing.ts'
import { movableOf } from '../editing/movable.ts'
import { describeThing } from '../site/describe.ts'
import { ITEM_STATE } from '../site/item-states.ts'
import { ABSENT } from '../site/layer.ts'
import { thingsOf } from '../site/selection.ts'
import { siteNow, type SiteNow, useSiteNow } from '../site/site-now.ts'
import { hovered, hoverOver } from '../state/hover.ts'
import { select, type Selection, type Theme, type Thing, useView } from '../state/view.ts'
import { isTextFixed } from '../state/opened.ts'
import { useSize } from '../widgets/use-size.ts'
import { type Ground, MoveLayer } from './move-layer.tsx'

const MARGIN = 0.94

interface Frame {
  readonly scale: number
  readonly left: number
  readonly top: number
}

/** Metres to pixels, the whole land in the picture. */
function frameOf({ plan }: SiteNow, width: number, height: number): Frame {
  const { halfX, halfZ } = plan.land
  return { scale: Math.min(width / (2 * halfX), height / (2 * halfZ)) * MARGIN, left: width / 2, top: height / 2 }
}

const NO_FRAME: Frame = { scale: 1, left: 0, top: 0 }

interface Rectangle {
  readonly x: number
  readonly z: number
  readonly width: number
  readonly depth: number
}

interface Ink {
  readonly theme: Theme
  readonly line: string
  readonly wall: string
  readonly ground: string
  readonly road: string
  readonly accent: string
  readonly text: string
}

/** Colours of the theme, as the style sheet has them for the element. */
function inkOf(element: HTMLElement, theme: Theme): Ink {
  const style = getComputedStyle(element)
  const of = (name: string): string => style.getPropertyValue(name).trim()
  return { theme, line: of('--text-3'), wall: of('--raised'), ground: of('--page'), road: of('--line'), accent: of('--accent'), text: of('--text') }
}

const FAILED = '#D55E00'

function drawItems(context: CanvasRenderingContext2D, now: SiteNow, ink: Ink, lay: (place: Rectangle) => [number, number, number, number]): void {
  for (const item of now.plan.items) {
    const state = now.itemStates[item.index]
    const tint = now.itemBytes[item.index]
    context.setLineDash(state === ITEM_STATE.planned ? [3, 3] : [])
    context.strokeStyle = state === ITEM_STATE.out ? FAILED : ink.line
    context.fillStyle = tint === ABSENT ? ink.wall : now.layer.palette[tint]
    context.lineWidth = state === ITEM_STATE.out ? 3 : 1
    const box = lay(item)
    if (state !== ITEM_STATE.planned) context.fillRect(...box)
    context.strokeRect(...box)
  }
  context.setLineDash([])
}

function draw(context: CanvasRenderingContext2D, now: SiteNow, ink: Ink, { scale, left, top }: Frame, selection: Selection | null): void {
  const lay = ({ x, z, width, depth }: Rectangle): [number, number, number, number] => [left + (x - width / 2) * scale, top + (z - depth / 2) * scale, width * scale, depth * scale]
  const { halfX, halfZ } = now.plan.land
  context.fillStyle = ink.ground
  context.fillRect(...lay({ x: 0, z: 0, width: halfX * 2, depth: halfZ * 2 }))
  context.strokeStyle = ink.line
  context.strokeRect(...lay({ x: 0, z: 0, width: halfX * 2, depth: halfZ * 2 }))
  context.save()
  context.beginPath()
  context.rect(...lay({ x: 0, z: 0, width: halfX * 2, depth: halfZ * 2 }))
  context.clip()
  context.fillStyle = ink.road
  for (const part of now.plan.ground) if (part.tone === 'asphalt' && Math.abs(part.z) < halfZ) context.fillRect(...lay(part))
  context.restore()
  drawItems(context, now, ink, lay)
  now.plan.racks.forEach((rack, index) => {
    if (now.rackBytes[index] === ABSENT) return
    context.fillStyle = now.layer.palette[now.rackBytes[index]]
    context.fillRect(...lay(rack))
  })
  context.strokeStyle = ink.accent
  context.lineWidth = 2
  for (const { kind, index } of thingsOf(now, selection)) {
    const place = kind === 'rack' ? now.plan.racks[index] : now.plan.items[index]
    if (place !== undefined) context.strokeRect(...lay({ ...place, width: place.width + 1, depth: place.depth + 1 }))
  }
}

const isIn = ({ x, z, width, depth }: Rectangle, at: { x: number; z: number }): boolean => Math.abs(x - at.x) <= width / 2 && Math.abs(z - at.z) <= depth / 2

/** What lies at a place: racks before what they stand in, small things before large ones. */
function thingAt({ plan, rackBytes }: SiteNow, at: { x: number; z: number }): Thing | null {
  const rack = plan.racks.findIndex((place, index) => rackBytes[index] !== ABSENT && isIn(place, at))
  if (rack >= 0) return { kind: 'rack', index: rack }
  const [item] = plan.items.filter(place => isIn(place, at)).sort((a, b) => a.width * a.depth - b.width * b.depth)
  return item === undefined ? null : { kind: 'item', index: item.index }
}

/** Marks what is pointed at in any view, on a sheet of its own over the plan. */
function useHoverSheet(frame: Frame, width: number, height: number): React.RefObject<HTMLCanvasElement | null> {
  const sheet = useRef<HTMLCanvasElement>(null)
  const theme = useView(view => view.theme)
  const { scale, left, top } = frame
  useEffect(() => {
    const mark = (): void => {
      const { now } = siteNow.getState()
      const { taken } = hovered.getState()
      const element = sheet.current
      const context = element?.getContext('2d') ?? null
      if (element === null || context === null || now === null) return
      const ratio = devicePixelRatio
      element.width = Math.round(width * ratio)
      element.height = Math.round(height * ratio)
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      context.strokeStyle = inkOf(element, theme).text
      context.lineWidth = 2
      context.setLineDash([4, 2])
      const places = taken === null ? [] : [...[...taken.racks].map(rack => now.plan.racks[rack]), now.plan.items[taken.item]]
      for (const place of places) if (place !== undefined) context.strokeRect(left + (place.x - place.width / 2 - 1) * scale, top + (place.z - place.depth / 2 - 1) * scale, (place.width + 2) * scale, (place.depth + 2) * scale)
    }
    mark()
    return hovered.subscribe(mark)
  }, [width, height, theme, scale, left, top])
  return sheet
}

/** The ground under this frame. */
const groundOf = ({ scale, left, top }: Frame): Ground => ({ toView: (x, _, z) => [left + x * scale, top + z * scale], toGround: (x, y) => ({ x: (x - left) / scale, z: (y - top) / scale }) })

/** The plan stays where it is. */
const unmoved = () => (): void => undefined

export function FlatPlan(): React.ReactNode {
  const now = useSiteNow()
  const theme = useView(view => view.theme)
  const selection = useView(view => view.selection)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [ref, { width, height }] = useSize<HTMLDivElement>()
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d') ?? null
    if (element === null || context === null || now === null || width === 0) return
    const ratio = devicePixelRatio
    element.width = Math.round(width * ratio)
    element.height = Math.round(height * ratio)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    draw(context, now, inkOf(element, theme), frameOf(now, width, height), selection)
  }, [now, width, height, theme, selection])
  const frame = now === null ? NO_FRAME : frameOf(now, width, height)
  const sheet = useHoverSheet(frame, width, height)
  const ground = (): Ground | null => (now === null || width === 0 ? null : groundOf(frame))
  const spotAt = (clientX: number, clientY: number): Spot | null => {
    const bounds = canvas.current?.getBoundingClientRect()
    return bounds === undefined ? null : (ground()?.toGround(clientX - bounds.left, clientY - bounds.top) ?? null)
  }
  const under = ({ clientX, clientY }: React.MouseEvent): Thing | null => {
    const spot = spotAt(clientX, clientY)
    return now === null || spot === null ? null : thingAt(now, spot)
  }
  const pressed = (event: React.PointerEvent): void => {
    const thing = under(event)
    const movable = now === null || useView.getState().room !== 'plan' || isTextFixed() ? null : movableOf(now.plan, now.scenario, thing)
    // A finger may want to go over the plan: it has the handle.
    if (movable !== null && event.pointerType !== 'touch') dragFrom(event, { movable, spotAt, onDrag: () => select(thing) })
  }
  const chosen = now === null || selection === null ? '' : (thingsOf(now, selection).slice(0, 1).map(thing => describeThing(now, thing)?.title ?? '')[0] ?? '')
  return (
    <div ref={ref} className="flat-plan">
      <canvas ref={canvas} data-own-hover onPointerDown={pressed} onPointerMove={event => hoverOver(under(event))} onPointerLeave={() => hoverOver(null)} role="img" aria-label={`Plan of the site from above${chosen === '' ? '' : `, ${chosen} is selected`}. The table shows the same.`} onClick={event => select(under(event))} />
      <canvas ref={sheet} className="plan-hovered" aria-hidden="true" />
      <MoveLayer ground={ground} follow={unmoved} />
    </div>
  )
}
