/** What the file puts elsewhere than the plan would: blocks, rows, equipment. */
import { blockShift, equipmentShift, rowShift, type Shift } from '../../../scenario/layout.ts'
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import type { Item, Part, RackPlace } from './part.ts'

/** m, x east and z south. */
export interface Placed {
  readonly x: number
  readonly z: number
}

export const shiftPart = (part: Part, { x, z }: Placed): Part => ({ ...part, x: part.x + x, z: part.z + z })

export function shiftItem<I extends Item>(item: I, by: Placed): I {
  return { ...item, x: item.x + by.x, z: item.z + by.z, parts: item.parts.map(part => shiftPart(part, by)) }
}

const placed = ({ east, south }: Shift): Placed => ({ x: east, z: south })

export interface Moves {
  /** The farthest that anything is moved, so that the land reaches around it. */
  readonly most: Placed
  block(index: number): Placed
  item<I extends Item>(item: I): I
  rack(rack: RackPlace): RackPlace
}

export function movesOf({ site: { layout }, blocks }: Scenario): Moves {
  const idOf = (index: number): string | undefined => blocks[index]?.id
  const none: Placed = { x: 0, z: 0 }
  const isMoved = layout.length > 0
  return {
    most: { x: layout.reduce((most, { east }) => Math.max(most, Math.abs(east)), 0), z: layout.reduce((most, { south }) => Math.max(most, Math.abs(south)), 0) },
    block: index => (isMoved ? placed(blockShift(layout, idOf(index) ?? '')) : none),
    item: item => (isMoved ? shiftItem(item, placed(equipmentShift(layout, idOf(item.block), item.path))) : item),
    rack(rack) {
      if (!isMoved) return rack
      const { x, z } = placed(rowShift(layout, idOf(rack.block) ?? '', rack.row))
      return { ...rack, x: rack.x + x, z: rack.z + z }
    },
  }
}
