/** Names over the scene: halls, the substation and plants from anywhere, groups of machines from near, zones and failures while there are any. */
import { type PerspectiveCamera, Vector3 } from 'three'
import { ZONE_STATES, zoneStateCode } from '../../results/zones.ts'
import { sumPerPlace } from '../../scenario/lots.ts'
import { formatNumber, formatQuantity } from '../format.ts'
import { type IncidentPlace, incidentPlaces, placesAt } from '../site/incident-places.ts'
import { ITEM_STATE, itemsById } from '../site/item-states.ts'
import { type LabelWish, placeLabels } from '../site/label-places.ts'
import type { Vector } from '../site/pick.ts'
import { type ItemKind, KIND_LABELS } from '../site/plan/part.ts'
import type { SitePlan } from '../site/plan/site-plan.ts'
import { siteNow, type SiteNow } from '../site/site-now.ts'
import { fireStateOf } from '../site/zone-layers.ts'

export interface Label {
  readonly key: string
  readonly kind: 'name' | 'group' | 'zone' | 'failure'
  readonly text: string
  readonly at: Vector
  /** What stands beside the name now; null while the label is not to be seen. */
  note(now: SiteNow): string | null
  /** Set on labels that go from thing to thing: what they are at now. */
  moved?(now: SiteNow): { readonly text: string; readonly at: Vector } | null
  /** Pixels a metre from which it is shown. */
  readonly from: number
}

const STATE_TEXT: Readonly<Record<number, string>> = { [ITEM_STATE.planned]: 'planned', [ITEM_STATE.built]: 'not energised' }
const MOST_ZONES = 200
const MOST_FAILURES = 24
/** Machines are named from so near, px a metre. */
const GROUPS_FROM = 4.2
const GROUPED: ReadonlySet<ItemKind> = new Set(['standby-generator', 'block-transformer', 'dry-cooler', 'chiller', 'cooling-tower', 'tank', 'substation-transformer', 'switchgear', 'gas-engine', 'gas-turbine', 'battery-container', 'solar-array'])

type Named = Pick<SiteNow, 'plan' | 'scenario' | 'run'>

const stateNote = (now: SiteNow, item: number, live: string): string => STATE_TEXT[now.itemStates[item] ?? ITEM_STATE.planned] ?? live

/** Halls, and what the power comes from. */
function nameLabels({ plan, scenario }: Named): Label[] {
  const halls = plan.items.filter(({ kind }) => kind === 'hall').map(({ label, x, z, height, depth, block, index }): Label => {
    const megawatts = formatQuantity(sumPerPlace(scenario.blocks[block], lot => lot.max) / 1e6, 'MW', 0)
    return {
      key: `hall ${index}`, kind: 'name', text: label, at: [x, height + 1.5, z - depth / 2], from: 0,
      note: now => now.layer.hallNote?.(now.replay.state, block) ?? stateNote(now, index, megawatts),
    }
  })
  const first = (kind: ItemKind, text: string): Label[] => {
    const own = plan.items.filter(item => item.kind === kind)
    if (own.length === 0) return []
    const { index, x, z, height } = own[0]
    return [{ key: `first ${kind}`, kind: 'name', text, at: [x, height + 1, z], from: 0, note: now => stateNote(now, index, 'in service') }]
  }
  return [...halls, ...first('line-gantry', 'Substation'), ...first('gas-engine', 'Gas engines'), ...first('gas-turbine', 'Gas turbines')]
}

/** One name for all machines of a kind in a block. */
function groupLabels({ plan }: Named): Label[] {
  const groups = new Map<string, SitePlan['items'][number][]>()
  for (const item of plan.items) {
    if (!GROUPED.has(item.kind)) continue
    const key = `${item.block} ${item.path}`
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups].map(([key, members]): Label => {
    const mean = (of: (item: SitePlan['items'][number]) => number): number => members.reduce((sum, item) => sum + of(item), 0) / members.length
    const [{ label, kind, index }] = members
    const name = label.replace(/ \d+ of \d+$/u, '')
    const text = members.length === 1 ? (name === '' ? KIND_LABELS[kind] : name) : `${formatNumber(members.length)} × ${name.charAt(0).toLowerCase()}${name.slice(1)}`
    return {
      key: `group ${key}`, kind: 'group', text, at: [mean(({ x }) => x), Math.max(...members.map(({ height }) => height)) + 0.6, mean(({ z }) => z)], from: GROUPS_FROM,
      note(now) {
        const out = members.filter(item => now.itemStates[item.index] === ITEM_STATE.out).length
        return out > 0 ? `${formatNumber(out)} failed` : (STATE_TEXT[now.itemStates[index]] ?? '')
      },
    }
  })
}

/** Names above the middle of fire zones, over their racks or machines, while something is going on there. */
function zoneLabels({ plan, run }: Named): Label[] {
  const byId = run?.zones === undefined ? undefined : itemsById(plan.items, run)
  return (run?.zones?.fire ?? []).slice(0, MOST_ZONES).flatMap(({ name, racks, equipment }, zone): Label[] => {
    const members = [...racks.map(rack => plan.racks[rack]), ...equipment.flatMap(id => plan.items[byId?.get(id) ?? -1] ?? [])].filter(place => place !== undefined)
    if (members.length === 0) return []
    const mean = (of: (place: { x: number; z: number }) => number): number => members.reduce((sum, place) => sum + of(place), 0) / members.length
    return [{
      key: `zone ${zone}`, kind: 'zone', text: name, at: [mean(({ x }) => x), Math.max(...members.map(({ height }) => height)) + 3, mean(({ z }) => z)], from: 0,
      note(now) {
        const code = fireStateOf(now.replay.state, zone)
        return now.layer.id !== 'zones' || code === zoneStateCode('normal') ? null : ZONE_STATES[code].label.toLowerCase()
      },
    }]
  })
}

const failed = new WeakMap<SiteNow, readonly IncidentPlace[]>()

/** What is out at a moment, worked out once for it. */
function failedNow(now: SiteNow): readonly IncidentPlace[] {
  const found = failed.get(now) ?? placesAt(incidentPlaces(now), now.atMs)
  failed.set(now, found)
  return found
}

/** A few labels that go to whatever is out. */
function failureLabels({ plan, run }: Named): Label[] {
  return Array.from({ length: run === null ? 0 : MOST_FAILURES }, (_, order): Label => ({
    key: `failure ${order}`, kind: 'failure', text: '', at: [0, 0, 0], from: 0,
    note: now => (now.plan === plan && failedNow(now)[order] !== undefined ? 'out' : null),
    moved: now => failedNow(now)[order] ?? null,
  }))
}

/** All labels, those that matter most first. */
export const labelsOf = (named: Named): Label[] => [...failureLabels(named), ...nameLabels(named), ...zoneLabels(named), ...groupLabels(named)]

const TOOLS_PX = 52
const point = new Vector3()

interface Picture {
  readonly camera: PerspectiveCamera
  readonly width: number
  readonly height: number
}

/** What a label says now and where its thing is seen; NaN where it is not. */
function wishOf(label: Label, { camera, width, height }: Picture, element: HTMLElement): LabelWish {
  const none: LabelWish = { x: Number.NaN, y: Number.NaN, width: 0, height: 0 }
  const { now } = siteNow.getState()
  const note = now === null ? null : label.note(now)
  if (now === null || note === null) return none
  const there = label.moved === undefined ? label : label.moved(now)
  if (there === null) return none
  point.set(...there.at)
  if (label.from > 0 && height / (2 * Math.tan((camera.fov / 360) * Math.PI)) / camera.position.distanceTo(point) < label.from) return none
  point.project(camera)
  if (point.z > 1) return none
  const [name, small] = element.children
  if (name.textContent !== there.text) name.textContent = there.text
  if (small.textContent !== note) small.textContent = note
  return { x: ((point.x + 1) / 2) * width, y: ((1 - point.y) / 2) * height, width: element.offsetWidth, height: element.offsetHeight }
}

/** Moves the labels to where their things are seen. */
export function moveLabels(picture: Picture, labels: readonly Label[], elements: readonly (HTMLElement | null)[]): void {
  const wishes = labels.map((label, index) => {
    const element = elements[index] ?? null
    return element === null ? { x: Number.NaN, y: Number.NaN, width: 0, height: 0 } : wishOf(label, picture, element)
  })
  const places = placeLabels(wishes, { width: picture.width, height: picture.height, top: TOOLS_PX })
  places.forEach((place, index) => {
    const element = elements[index]
    if (element === null || element === undefined) return
    element.style.visibility = place === null ? 'hidden' : 'visible'
    if (place === null) return
    element.style.transform = `translate(-50%, -100%) translate(${place.x.toFixed(1)}px, ${place.y.toFixed(1)}px)`
    element.style.setProperty('--leader', `${place.leader.toFixed(0)}px`)
    element.style.setProperty('--lean', `${(wishes[index].x - place.x).toFixed(0)}px`)
  })
}
