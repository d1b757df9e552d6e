/** Ways that a load takes when its usual supply is gone: from standby sets or batteries, or from the systems that are left, to the racks. */
import type { Vector } from '../pick.ts'
import { GALLERY_M } from '../../../scenario/floor-plan.ts'
import type { SiteItem, SitePlan } from './site-plan.ts'

/** What carries the load of a block instead of its utility or of a system that failed. */
export type Takeover = 'sets' | 'batteries' | 'feeds'

/** Straight pieces from the source to the end. */
export type Way = readonly Vector[]

/** Above the cables and below the roofs that one looks under, m. */
const HIGH_M = 3.6

interface Galleries {
  readonly hall: SiteItem
  /** Middle of the western and of the eastern gallery. */
  readonly west: number
  readonly east: number
  readonly rowsZ: readonly number[]
}

function galleriesOf(plan: SitePlan, block: number): Galleries | null {
  const hall = plan.items.find(item => item.kind === 'hall' && item.block === block)
  if (hall === undefined) return null
  const away = hall.width / 2 - GALLERY_M / 2
  return { hall, west: hall.x - away, east: hall.x + away, rowsZ: plan.rows.filter(row => row.block === block).map(({ begin }) => plan.racks[begin].z) }
}

/** From every standby set to the bus north of the hall, and along the gallery on its side. */
function fromSets(plan: SitePlan, block: number, { hall, west, east }: Galleries): Way[] {
  const north = hall.z - hall.depth / 2 - 1.2
  return plan.items
    .filter(item => item.kind === 'standby-generator' && item.block === block)
    .map(({ x, z, depth }) => {
      const gallery = x < hall.x ? west : east
      return [[x, HIGH_M, z + depth / 2], [x, HIGH_M, north], [gallery, HIGH_M, north], [gallery, HIGH_M, hall.z + hall.depth / 2 - 1.5]]
    })
}

/** From a gallery over every row, as far as the other one. */
const overRows = ({ hall, rowsZ }: Galleries, from: number, to: number): Way[] => rowsZ.map(z => [[from, HIGH_M, hall.z], [from, HIGH_M, z], [to, HIGH_M, z]])

/** The way of one takeover; `failed` is the piece whose load went over, where that is known. */
export function takeoverWays(plan: SitePlan, block: number, takeover: Takeover, failed?: SiteItem): Way[] {
  const galleries = galleriesOf(plan, block)
  if (galleries === null) return []
  if (takeover === 'sets') return fromSets(plan, block, galleries)
  const { hall, west, east } = galleries
  if (takeover === 'batteries') return [...overRows(galleries, west, hall.x), ...overRows(galleries, east, hall.x)]
  // Systems stand in both galleries: what is left on the other side takes over.
  return failed !== undefined && failed.x > hall.x ? overRows(galleries, west, east) : overRows(galleries, east, west)
}
