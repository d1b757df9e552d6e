/** Which halls are open: those that the camera is near, and the one in which something is selected. */
import type { PerspectiveCamera } from 'three'
import type { SitePlan } from '../site/plan/site-plan.ts'
import type { Roofs, Thing } from '../state/view.ts'

/** Pixels a metre from which a hall opens, and below which it closes again. */
const OPENS_AT = 9
const CLOSES_AT = 7

const INDOORS: ReadonlySet<string> = new Set(['hall', 'ups', 'distribution-unit'])

/** Block of what is selected indoors; −1 for none. */
export function openedBlock(plan: SitePlan, selection: Thing | null): number {
  if (selection?.kind === 'rack') return plan.racks[selection.index]?.block ?? -1
  const item = selection?.kind === 'item' ? plan.items[selection.index] : undefined
  return item !== undefined && INDOORS.has(item.kind) ? item.block : -1
}

/** Distance from a point to the nearest point of a hall. */
function distanceTo({ x, z, width, height, depth }: SitePlan['items'][number], { position }: PerspectiveCamera): number {
  const away = (from: number, centre: number, size: number): number => Math.max(0, Math.abs(from - centre) - size / 2)
  return Math.hypot(away(position.x, x, width), Math.max(0, position.y - height), away(position.z, z, depth))
}

export interface Openness {
  /** Calls `open` for every hall whose state changed since the last time. */
  look(camera: PerspectiveCamera, pictureHeight: number, selection: Thing | null, roofs: Roofs, open: (hall: number, isOpen: boolean) => void): void
}

export function createOpenness(plan: SitePlan): Openness {
  const halls = plan.items.filter(({ kind }) => kind === 'hall')
  const states = new Map<number, boolean>()
  return {
    look(camera, pictureHeight, selection, roofs, open) {
      const perMetre = pictureHeight / (2 * Math.tan((camera.fov / 360) * Math.PI))
      const chosen = openedBlock(plan, selection)
      for (const hall of halls) {
        const before = states.get(hall.index) ?? false
        const near = perMetre / Math.max(1, distanceTo(hall, camera))
        const isOpen = roofs === 'auto' ? hall.block === chosen || near > (before ? CLOSES_AT : OPENS_AT) : roofs === 'open'
        if (isOpen === before && states.has(hall.index)) continue
        states.set(hall.index, isOpen)
        open(hall.index, isOpen)
      }
    },
  }
}
