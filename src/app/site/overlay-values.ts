/** What pipes, bus ducts and trays show now, as bytes and palettes of their own; legend and scene read the same. */
import type { Overlay } from '../state/view.ts'
import { formatQuantity } from '../format.ts'
import { blockActivity } from './activity.ts'
import { diverging } from './colour-scales.ts'
import { ITEM_STATE } from './item-states.ts'
import { ABSENT, BYTES, type LegendEntry } from './layer.ts'
import { networkByte } from './network-layer.ts'
import type { ServiceRun } from './plan/services.ts'
import { UNKNOWN } from './replay.ts'
import type { SiteNow } from './site-now.ts'

export interface ServiceScale {
  readonly palette: readonly string[]
  readonly patterns: Uint8Array
  readonly legend: readonly LegendEntry[]
  readonly measure: string
}

const SPAN_K = 15
/** Byte of what is there but has no reading. */
const UNREAD = 255
const UNREAD_COLOUR = '#b9bdc1'

/** Warmest coolant that a block of the site allows, °C. */
const limitOf = ({ scenario }: SiteNow): number => Math.max(...scenario.blocks.map(block => block.cooling.chip.coolantMax), 30)

function pipeScale(now: SiteNow): ServiceScale {
  const limit = limitOf(now)
  const palette = Array.from({ length: BYTES }, (_, byte) => (byte === UNREAD ? UNREAD_COLOUR : diverging(Math.max(0, byte - 1) / (UNREAD - 2))))
  const at = (share: number): LegendEntry => {
    const byte = 1 + Math.round(share * (UNREAD - 2))
    return { byte, colour: palette[byte], label: formatQuantity(limit + (share * 2 - 1) * SPAN_K, '°C') }
  }
  return { palette, patterns: new Uint8Array(BYTES), legend: [at(0), at(0.5), at(1)], measure: 'Pipes: supply as recorded; return warmer by the design rise times the load' }
}

export function serviceScale(now: SiteNow, overlay: Overlay): ServiceScale {
  if (overlay === 'pipes') return pipeScale(now)
  const { palette, patterns, legend } = overlay === 'ducts' ? now.layers.failover : now.layers.network
  return { palette, patterns, legend, measure: overlay === 'ducts' ? 'Bus ducts: load per rating, normal to the west or north, failover beside it' : 'Trays: bandwidth that jobs ask for, share of what is healthy' }
}

function pipeByte(now: SiteNow, { use, block }: ServiceRun, load: number): number {
  const tenths = now.replay.state.blockCoolant[block]
  if (tenths === undefined || tenths === UNKNOWN) return UNREAD
  const degrees = tenths / 10 + (use === 'return' ? now.scenario.blocks[block].cooling.facilityLoop.range * load : 0)
  const share = (degrees - limitOf(now) + SPAN_K) / (2 * SPAN_K)
  return 1 + Math.round(Math.min(1, Math.max(0, share)) * (UNREAD - 2))
}

function ductByte(now: SiteNow, { use, block, item, rack }: ServiceRun): number {
  const layer = now.layers[use === 'normal' ? 'normal' : 'failover']
  const { state } = now.replay
  if (item >= 0) return layer.readItem?.(state, now.plan.items[item]) ?? ABSENT
  return rack >= 0 ? layer.read(state, rack, block) : ABSENT
}

function trayByte(now: SiteNow, { use, block, rack }: ServiceRun): number {
  const { state } = now.replay
  if (use === 'leaf') return now.layers.network.read(state, rack, block)
  return networkByte(use === 'spine' ? state.spineLoad[block] : state.podLoad[block])
}

/** Writes the byte of every run; what belongs to a building that is not there is not drawn. */
export function writeServices(now: SiteNow, runs: readonly ServiceRun[], hallOf: ReadonlyMap<number, number>, set: (run: number, byte: number) => void): void {
  const activity = blockActivity(now)
  runs.forEach((run, index) => {
    const isThere = now.itemStates[hallOf.get(run.block) ?? 0] !== ITEM_STATE.planned
    const byte = run.overlay === 'pipes' ? pipeByte(now, run, activity[run.block]?.load ?? 0) : run.overlay === 'ducts' ? ductByte(now, run) : trayByte(now, run)
    set(index, isThere ? byte : ABSENT)
  })
}
