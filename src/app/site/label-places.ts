/** Where labels go on the screen: above their things, moved up out of each other's way, and left out when there is no room. */

export interface LabelWish {
  /** Where the thing is seen, px from the top left; NaN while it is not. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface LabelPlace {
  /** Middle of the lower edge. */
  readonly x: number
  readonly y: number
  /** Length of the line down to the thing. */
  readonly leader: number
}

interface Room {
  readonly width: number
  readonly height: number
  /** Nothing is put above this line: tools are there. */
  readonly top: number
}

const LEADER_PX = 10
/** How far a label may be lifted, and in which steps. */
const STEPS = [0, 1, 2, 3, 4]
const GAP_PX = 3

/** Places in the order of the wishes: earlier ones matter more. Null for those that are left out. */
export function placeLabels(wishes: readonly LabelWish[], room: Room): (LabelPlace | null)[] {
  const taken: { left: number; right: number; top: number; bottom: number }[] = []
  return wishes.map(({ x, y, width, height }) => {
    if (Number.isNaN(x) || x < 0 || x > room.width || y < 0 || y > room.height) return null
    for (const step of STEPS) {
      const leader = LEADER_PX + step * (height + GAP_PX)
      const bottom = y - leader
      // At the edges a label is pushed inwards rather than cut.
      const middle = Math.min(room.width - width / 2 - 4, Math.max(width / 2 + 4, x))
      const box = { left: middle - width / 2 - GAP_PX, right: middle + width / 2 + GAP_PX, top: bottom - height, bottom }
      if (box.top < room.top) return null
      if (taken.some(other => other.left < box.right && box.left < other.right && other.top < box.bottom && box.top < other.bottom)) continue
      taken.push(box)
      return { x: middle, y: bottom, leader }
    }
    return null
  })
}
