/**
 * The bytes of the scene over time: what is there, what is on its way into place, which halls are open, how far fans have turned. Only
 * what changes is touched; while nothing moves nothing is drawn.
 */
import { blockActivity } from '../site/activity.ts'
import { ITEM_STATE } from '../site/item-states.ts'
import { isDark, speedByte } from '../site/rack-look.ts'
import type { SiteNow } from '../site/site-now.ts'
import type { SitePlan } from '../site/plan/site-plan.ts'
import { createEasing, type Easing } from './easing.ts'
import { BYTES_EACH, OF_ITEM, OF_RACK, type StateTexture } from './state-texture.ts'

const FULL = 255
/** Brightness of a rack that was shed or lost its power. */
const DARK = 70
const RISE_MS = 700
const OPEN_MS = 420
const ARRIVE_MS = 900
const DIM_MS = 500
/** Turns of a fan's blade a second at full load. */
const BLADES_PER_S = 2.2

/** Machines whose fans carry heat away; others turn while they are in service. */
const OF_COOLING: ReadonlySet<string> = new Set(['dry-cooler', 'chiller', 'cooling-tower'])

export interface Motion {
  /** Seconds that have been animated, for shaders. */
  readonly time: { value: number }
  /** Takes over a moment; true when what throws shadows changed. */
  show(now: SiteNow, isMoving: boolean): boolean
  /** Opens or closes a hall. */
  open(hall: number, isOpen: boolean, isMoving: boolean): void
  /** Moves on; `isPlaying` turns fans. True while another frame is wanted. */
  step(ms: number, isPlaying: boolean): boolean
  /** True while halls open or things rise, so that shadows follow. */
  readonly isBuilding: boolean
}

interface Parts {
  readonly plan: SitePlan
  readonly items: StateTexture
  readonly racks: StateTexture
  readonly rise: Easing
  readonly arrival: Easing
  readonly light: Easing
}

/** Takes over states and tints of pieces; what is new begins to rise. True when something came or went. */
function showItems({ plan, items, rise }: Parts, now: SiteNow, isMoving: boolean): boolean {
  let changed = false
  for (let item = 0; item < plan.items.length; item++) {
    const at = item * BYTES_EACH
    const [before, state] = [items.data[at + OF_ITEM.state], now.itemStates[item]]
    items.data[at + OF_ITEM.state] = state
    items.data[at + OF_ITEM.tint] = now.itemBytes[item]
    const isNew = before === ITEM_STATE.planned && state !== ITEM_STATE.planned
    changed ||= isNew || (before !== state && state === ITEM_STATE.planned)
    if (isNew) items.data[at + OF_ITEM.rise] = 0
    if (isNew || state === ITEM_STATE.planned) rise.aim(item, FULL, isMoving && isNew)
  }
  return changed
}

/** Takes over the racks; what is new comes in from the aisle, what lost its power grows dark. True when one came or went. */
function showRacks({ plan, racks, arrival, light }: Parts, now: SiteNow, isMoving: boolean): boolean {
  let changed = false
  const { state } = now.replay
  for (let rack = 0; rack < plan.racks.length; rack++) {
    const at = rack * BYTES_EACH
    const [before, byte] = [racks.data[at], now.rackBytes[rack]]
    racks.data[at] = byte
    racks.data[at + OF_RACK.speed] = speedByte(state, now.blockOfRack[rack])
    if ((before === 0) !== (byte === 0)) {
      changed = true
      racks.data[at + OF_RACK.arrival] = 0
      arrival.aim(rack, FULL, isMoving && byte !== 0)
    }
    const aim = isDark(now.run, state, rack) ? DARK : FULL
    if (racks.data[at + OF_RACK.light] !== aim) light.aim(rack, aim, isMoving && before !== 0)
  }
  return changed
}

/** Fans of the site: how fast each turns, and how far it has turned. */
function createFans(plan: SitePlan, items: StateTexture, writeWet: (isWet: (item: number) => boolean) => void): { show(now: SiteNow): void; turn(ms: number): void } {
  const turning = plan.items.filter(({ parts }) => parts.some(({ shape }) => shape === 'fan'))
  const phase = new Float32Array(plan.items.length)
  const speeds = new Float32Array(plan.items.length)
  return {
    show(now) {
      const activity = blockActivity(now)
      const load = (block: number): number => activity[block]?.load ?? 0
      for (const { index, kind, block } of turning) speeds[index] = now.itemStates[index] !== ITEM_STATE.live ? 0 : OF_COOLING.has(kind) ? load(block) : 1
      writeWet(item => now.itemStates[item] === ITEM_STATE.live && load(plan.items[item].block) > 0)
    },
    turn(ms) {
      for (const { index } of turning) {
        phase[index] = (phase[index] + (speeds[index] * BLADES_PER_S * ms) / 1000) % 1
        items.data[index * BYTES_EACH + OF_ITEM.turn] = Math.floor(phase[index] * 256)
      }
    },
  }
}

export function createMotion(plan: SitePlan, items: StateTexture, racks: StateTexture, writeWet: (isWet: (item: number) => boolean) => void): Motion {
  const rise = createEasing(items.data, OF_ITEM.rise, RISE_MS)
  const doors = createEasing(items.data, OF_ITEM.turn, OPEN_MS)
  const arrival = createEasing(racks.data, OF_RACK.arrival, ARRIVE_MS)
  const light = createEasing(racks.data, OF_RACK.light, DIM_MS)
  const parts: Parts = { plan, items, racks, rise, arrival, light }
  const fans = createFans(plan, items, writeWet)
  const time = { value: 0 }
  let hasShown = false
  const upload = (): void => {
    items.upload()
    racks.upload()
  }
  return {
    time,
    show(now, isMoving) {
      const moves = isMoving && hasShown
      hasShown = true
      const changedItems = showItems(parts, now, moves)
      const changedRacks = showRacks(parts, now, moves)
      fans.show(now)
      upload()
      return changedItems || changedRacks
    },
    open(hall, isOpen, isMoving) {
      doors.aim(hall, isOpen ? FULL : 0, isMoving)
      items.upload()
    },
    step(ms, isPlaying) {
      if (isPlaying) {
        time.value += ms / 1000
        fans.turn(ms)
      }
      const under = [rise, doors, arrival, light].filter(easing => easing.isUnderWay)
      if (isPlaying || under.length > 0) upload()
      return under.map(easing => easing.step(ms)).some(Boolean)
    },
    get isBuilding() {
      return rise.isUnderWay || doors.isUnderWay || arrival.isUnderWay
    },
  }
}
