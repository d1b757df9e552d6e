/**
 * A small picture of a site from the north-east-most corner of the table: buildings and yard as plain boxes, what is not built by then as dashed
 * outlines, halls whose accelerators can work in the colour of what is productive. Marks, as charts are.
 */
import { h, type Mark } from '../../charts/mark.ts'
import { GATE_COLOURS, INK } from '../../charts/palette.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { itemTimes } from './item-states.ts'
import { planSite, type SiteItem, type SitePlan } from './plan/site-plan.ts'

/** Slopes of the two ground axes on the paper, and how much of a height is seen. */
const ACROSS = 0.866
const DOWN = 0.5
const UP = 1.15
/** Halls are low for their size; this much taller they read as buildings. */
const HALL_HEIGHT = 1
/** More pieces than this would be dots. */
const MOST_ITEMS = 260
/** Stand inside their halls. */
const INSIDE: ReadonlySet<SiteItem['kind']> = new Set(['ups', 'distribution-unit'])
const PRODUCTIVE = 10

export interface PictureData {
  readonly scenario: Scenario
  /** Shown at its end; null shows the plan alone. */
  readonly run: RunResult | null
}

interface Shades {
  readonly ground: string
  readonly edge: string
  readonly top: string
  readonly left: string
  readonly right: string
}

const SHADES: Readonly<Record<'light' | 'dark', Shades>> = {
  light: { ground: '#f1f1ed', edge: '#c9ccca', top: '#ffffff', left: '#dcdedd', right: '#c8cbca' },
  dark: { ground: '#1b2126', edge: '#39434b', top: '#3a444c', left: '#2c353c', right: '#232b31' },
}

type Point = readonly [number, number]

const at = (x: number, y: number, z: number): Point => [(x - z) * ACROSS, (x + z) * DOWN - y * UP]
const path = (points: readonly Point[]): string => `M${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join('L')}Z`

interface Box {
  readonly x: number
  readonly z: number
  readonly width: number
  readonly depth: number
  readonly height: number
}

const roof = ({ x, z, width, depth, height }: Box): Point[] => [at(x - width / 2, height, z - depth / 2), at(x + width / 2, height, z - depth / 2), at(x + width / 2, height, z + depth / 2), at(x - width / 2, height, z + depth / 2)]

/** Front faces look south (+z) and east (+x). */
function boxMarks(box: Box, shades: Shades, top: string, words: string): Mark {
  const { x, z, width, depth, height } = box
  const [west, east, north, south] = [x - width / 2, x + width / 2, z - depth / 2, z + depth / 2]
  const stroke = { stroke: shades.edge, 'stroke-width': 1, 'vector-effect': 'non-scaling-stroke', 'stroke-linejoin': 'round' }
  return h(
    'g', {},
    h('title', {}, words),
    h('path', { d: path([at(west, 0, south), at(east, 0, south), at(east, height, south), at(west, height, south)]), fill: shades.left, ...stroke }),
    h('path', { d: path([at(east, 0, south), at(east, 0, north), at(east, height, north), at(east, height, south)]), fill: shades.right, ...stroke }),
    h('path', { d: path(roof(box)), fill: top, ...stroke }),
  )
}

function outline(box: Box, shades: Shades, words: string): Mark {
  return h('path', { d: path(roof({ ...box, height: 0 })), fill: 'none', stroke: shades.edge, 'stroke-width': 1, 'vector-effect': 'non-scaling-stroke', 'stroke-dasharray': '3 3' }, h('title', {}, words))
}

/** Blocks with power whose accelerators work at the end. */
function workingBlocks({ run, scenario }: PictureData): boolean[] {
  return scenario.blocks.map((_, block) => run?.milestones.some(milestone => milestone.block === block && milestone.name === 'Energised') === true)
}

/** How many pieces stand at the end, of how many. */
function counted(items: readonly SiteItem[], isBuilt: (item: SiteItem) => boolean): string {
  const halls = items.filter(({ kind }) => kind === 'hall')
  return `${halls.filter(isBuilt).length} of ${halls.length} halls built`
}

const shown = ({ items }: SitePlan): SiteItem[] => {
  const outside = items.filter(({ kind }) => !INSIDE.has(kind))
  return outside.length <= MOST_ITEMS ? outside : outside.filter(({ kind }) => kind === 'hall' || kind === 'switchgear' || kind.startsWith('substation'))
}

/** The picture as an SVG root that fills its width. */
export function sitePicture(data: PictureData, theme: 'light' | 'dark', label: string): Mark {
  const plan = planSite(data.scenario)
  const items = shown(plan)
  const shades = SHADES[theme]
  const times = itemTimes(plan.items, data.scenario, data.run)
  const endMs = data.run?.horizonMs ?? Infinity
  const isBuilt = (item: SiteItem): boolean => data.run === null || times.built[item.index] <= endMs
  const working = workingBlocks(data)
  const { halfX, halfZ } = plan.land
  const corners = [at(-halfX, 0, -halfZ), at(halfX, 0, -halfZ), at(halfX, 0, halfZ), at(-halfX, 0, halfZ)]
  const tallest = items.reduce((most, { height }) => Math.max(most, height), 0)
  const [left, right] = [corners[3][0], corners[1][0]]
  const [top, bottom] = [corners[0][1] - tallest * UP, corners[2][1]]
  const pad = (right - left) * 0.02
  const boxes = [...items]
    .sort((a, b) => a.x + a.z - (b.x + b.z) || a.index - b.index)
    .map(item => {
      const box = { x: item.x, z: item.z, width: item.width, depth: item.depth, height: item.kind === 'hall' ? item.height * HALL_HEIGHT : item.height }
      if (!isBuilt(item)) return outline(box, shades, `${item.label}, not built`)
      const isUseful = item.kind === 'hall' && working[item.block]
      return boxMarks(box, shades, isUseful ? GATE_COLOURS[PRODUCTIVE] : shades.top, item.label)
    })
  return h(
    'svg', { viewBox: `${(left - pad).toFixed(0)} ${(top - pad).toFixed(0)} ${(right - left + 2 * pad).toFixed(0)} ${(bottom - top + 2 * pad).toFixed(0)}`, role: 'img', 'aria-label': `${label}: ${counted(items, isBuilt)}, ${working.filter(Boolean).length} with power at the end`, fill: INK[theme].text },
    h('path', { d: path(corners), fill: shades.ground, stroke: shades.edge, 'stroke-width': 1, 'vector-effect': 'non-scaling-stroke' }),
    ...boxes,
  )
}
