/** The canvas with its labels and its tooltip. Loaded on its own, because three.js is the largest part of the app. */
import { sumPerPlace } from '../../scenario/lots.ts'
import { Canvas } from '@react-three/fiber'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { type PerspectiveCamera, Vector3 } from 'three'
import type { RunResult } from '../../results/run-result.ts'
import { ZONE_STATES, zoneStateCode } from '../../results/zones.ts'
import { formatQuantity } from '../format.ts'
import { tooltipLines } from '../site/describe.ts'
import { ITEM_STATE, itemsById } from '../site/item-states.ts'
import { pick, type Vector } from '../site/pick.ts'
import type { SitePlan } from '../site/plan/site-plan.ts'
import { siteNow, type SiteNow } from '../site/site-now.ts'
import { fireStateOf } from '../site/zone-layers.ts'
import { select, type Thing, useView } from '../state/view.ts'
import { SCENE_THEMES } from './materials.ts'
import { SiteScene } from './site-scene.tsx'

interface Label {
  readonly text: string
  /** Said beside the name once it is in service. */
  readonly live: string
  readonly at: Vector
  readonly item: number
  /** Set on names of fire zones: they are seen on the layer of zones while something is going on there. */
  readonly zone?: number
}

/** Names above halls and the substation. */
function labelsOf({ plan, scenario }: Pick<SiteNow, 'plan' | 'scenario'>): Label[] {
  const halls = plan.items.filter(item => item.kind === 'hall')
  const gantry = plan.items.find(item => item.kind === 'line-gantry')
  const engine = plan.items.find(item => item.kind === 'gas-engine')
  const megawatts = (block: number): string => formatQuantity(sumPerPlace(scenario.blocks[block], lot => lot.max) / 1e6, 'MW', 0)
  return [
    ...halls.map(item => ({ text: item.label, live: megawatts(item.block), at: [item.x, item.height + 4, item.z - item.depth / 2] as Vector, item: item.index })),
    ...(gantry === undefined ? [] : [{ text: 'Substation', live: 'in service', at: [gantry.x, gantry.height + 3, gantry.z] as Vector, item: gantry.index }]),
    ...(engine === undefined ? [] : [{ text: 'Gas engines', live: 'in service', at: [engine.x, engine.height + 3, engine.z] as Vector, item: engine.index }]),
  ]
}

/** Names above the middle of fire zones, over their racks or machines. */
function zoneLabels(plan: SitePlan, run: RunResult | null): Label[] {
  const byId = run?.zones === undefined ? undefined : itemsById(plan.items, run)
  return (run?.zones?.fire ?? []).slice(0, MOST_ZONE_LABELS).flatMap(({ name, racks, equipment }, zone) => {
    const members = [...racks.map(rack => plan.racks[rack]), ...equipment.flatMap(id => plan.items[byId?.get(id) ?? -1] ?? [])].filter(place => place !== undefined)
    if (members.length === 0) return []
    const mean = (of: (place: { x: number; z: number }) => number): number => members.reduce((sum, place) => sum + of(place), 0) / members.length
    return [{ text: name, live: '', at: [mean(({ x }) => x), Math.max(...members.map(({ height }) => height)) + 3, mean(({ z }) => z)] as Vector, item: -1, zone }]
  })
}

/** What stands beside a name now; null while it is not to be seen. */
function noteOf({ zone, item, live }: Label, now: SiteNow): string | null {
  const { layer, replay, itemStates, plan } = now
  if (zone !== undefined) {
    const code = fireStateOf(replay.state, zone)
    return layer.id !== 'zones' || code === zoneStateCode('normal') ? null : ZONE_STATES[code].label.toLowerCase()
  }
  const state = itemStates[item] ?? ITEM_STATE.planned
  const thing = plan.items[item]
  if (thing?.kind === 'hall' && layer.hallNote !== undefined) return layer.hallNote(replay.state, thing.block)
  return STATE_TEXT[state] ?? live
}

const MOST_ZONE_LABELS = 200
const STATE_TEXT: Readonly<Record<number, string>> = { [ITEM_STATE.planned]: 'planned', [ITEM_STATE.built]: 'not energised' }
const point = new Vector3()

/** Moves the labels to where their things are seen; those that would cover another give way. */
function placeLabels(camera: PerspectiveCamera, width: number, height: number, labels: readonly Label[], elements: readonly (HTMLElement | null)[]): void {
  const taken: { x: number; y: number; w: number }[] = []
  const { now } = siteNow.getState()
  labels.forEach((label, index) => {
    const element = elements[index]
    if (element === null || element === undefined) return
    point.set(...label.at).project(camera)
    const [x, y] = [((point.x + 1) / 2) * width, ((1 - point.y) / 2) * height]
    const w = element.offsetWidth
    const said = now === null ? null : noteOf(label, now)
    const isHidden = said === null || point.z > 1 || x < 0 || x > width || y < 20 || y > height || taken.some(other => Math.abs(other.y - y) < 24 && Math.abs(other.x - x) < (other.w + w) / 2)
    element.style.visibility = isHidden ? 'hidden' : 'visible'
    if (isHidden) return
    taken.push({ x, y, w })
    element.style.transform = `translate(-50%, -100%) translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`
    element.dataset.state = String(now?.itemStates[label.item] ?? ITEM_STATE.planned)
    const note = element.lastElementChild
    if (note !== null && note.textContent !== said) note.textContent = said
  })
}

/** The ray under the pointer, from the camera of the last frame. */
function thingAt(event: React.PointerEvent | React.MouseEvent, camera: PerspectiveCamera): Thing | null {
  const { now } = siteNow.getState()
  if (now === null) return null
  const bounds = event.currentTarget.getBoundingClientRect()
  point.set(((event.clientX - bounds.left) / bounds.width) * 2 - 1, 1 - ((event.clientY - bounds.top) / bounds.height) * 2, 0.5).unproject(camera).sub(camera.position).normalize()
  return pick(now.plan, rack => now.rackBytes[rack] !== 0, camera.position.toArray(), point.toArray())
}

const CLICK_SLOP_PX = 4
const TIP_AWAY_PX = { x: 14, y: 16, edge: 8 }

/** Fills and moves the tooltip without React. */
function showTip(tip: HTMLDivElement, thing: Thing | null, event: React.PointerEvent): void {
  const { now } = siteNow.getState()
  tip.hidden = thing === null
  if (thing === null || now === null) return
  const bounds = event.currentTarget.getBoundingClientRect()
  const lines = tooltipLines(now, thing)
  for (const [index, row] of [...tip.children].entries()) row.textContent = lines[index] ?? ''
  const x = Math.min(event.clientX - bounds.left + TIP_AWAY_PX.x, bounds.width - tip.offsetWidth - TIP_AWAY_PX.edge)
  const y = Math.min(event.clientY - bounds.top + TIP_AWAY_PX.y, bounds.height - tip.offsetHeight - TIP_AWAY_PX.edge)
  tip.style.transform = `translate(${x.toFixed(0)}px, ${y.toFixed(0)}px)`
}

/** Hover and click by geometry. */
function usePointing(camera: React.RefObject<PerspectiveCamera | null>, tip: React.RefObject<HTMLDivElement | null>) {
  const pressed = useRef<{ x: number; y: number } | null>(null)
  const hide = (): void => tip.current?.setAttribute('hidden', '')
  return {
    onPointerDown: (event: React.PointerEvent) => {
      pressed.current = { x: event.clientX, y: event.clientY }
      hide()
    },
    onPointerLeave: hide,
    onPointerMove(event: React.PointerEvent) {
      if (camera.current === null || tip.current === null || event.buttons !== 0 || event.pointerType === 'touch') return
      showTip(tip.current, thingAt(event, camera.current), event)
    },
    onClick(event: React.MouseEvent) {
      const from = pressed.current
      if (camera.current === null || from === null || Math.hypot(event.clientX - from.x, event.clientY - from.y) > CLICK_SLOP_PX) return
      select(thingAt(event, camera.current))
    },
  }
}

interface Props {
  readonly plan: SitePlan
  /** Names the zones. */
  readonly run: RunResult | null
  readonly scenario: SiteNow['scenario']
}

export default function SiteView({ plan, scenario, run }: Props): React.ReactNode {
  const theme = useView(view => view.theme)
  const camera = useRef<PerspectiveCamera>(null)
  const tip = useRef<HTMLDivElement>(null)
  const elements = useRef<(HTMLElement | null)[]>([])
  const labels = useMemo(() => [...zoneLabels(plan, run), ...labelsOf({ plan, scenario })], [plan, scenario, run])
  const pointing = usePointing(camera, tip)
  const onDraw = useCallback(
    (seen: PerspectiveCamera, width: number, height: number) => {
      camera.current = seen
      placeLabels(seen, width, height, labels, elements.current)
    },
    [labels],
  )
  useEffect(() => {
    elements.current.length = labels.length
  }, [labels])
  return (
    <div className="site-view" {...pointing} style={{ background: SCENE_THEMES[theme].sky }}>
      <Canvas
        frameloop="demand"
        flat
        shadows="percentage"
        dpr={[1, 2]}
        camera={{ fov: 26, near: 1, far: 2600 }}
        gl={{ antialias: true, powerPreference: 'high-performance' }}
        tabIndex={0}
        aria-label="Site in three dimensions. Arrow keys turn, plus and minus zoom, F goes to the selection, Home shows the whole site. The table shows the same."
        role="application"
      >
        <SiteScene plan={plan} theme={theme} latitude={scenario.site.location.latitude} startDay={scenario.horizon.start} onDraw={onDraw} />
      </Canvas>
      <div className="site-labels" aria-hidden="true">
        {labels.map((label, index) => (
          <span
            key={label.zone === undefined ? label.item : `zone ${label.zone}`}
            className="site-label"
            ref={element => {
              elements.current[index] = element
            }}
          >
            <b>{label.text}</b>
            <small />
          </span>
        ))}
      </div>
      <div ref={tip} className="tip" hidden role="presentation">
        <b />
        <span />
        <span />
      </div>
    </div>
  )
}
