/** Where a file writes what decides about a bucket of the ledger: below its block where there is one, else a section of the site. */

interface BucketPlace {
  /** Codes that begin so. */
  readonly code: string
  /** Below `blocks.<id>`; left out for what is stated for the whole site. */
  readonly ofBlock?: string
  readonly ofSite: string
}

/** The first that fits counts. */
const PLACES: readonly BucketPlace[] = [
  { code: 'L1.', ofBlock: 'racks', ofSite: 'blocks' },
  { code: 'L2.building', ofBlock: 'ready', ofSite: 'blocks' },
  { code: 'L2.commissioning', ofBlock: 'milestones', ofSite: 'blocks' },
  { code: 'L2.grid', ofSite: 'grid.feeds' },
  { code: 'L2.curtail', ofSite: 'grid.feeds' },
  { code: 'L2.zone', ofBlock: 'power.fireZones', ofSite: 'fire' },
  { code: 'L2.', ofBlock: 'power', ofSite: 'blocks' },
  { code: 'L3.weather', ofSite: 'site.weather' },
  { code: 'L3.water', ofSite: 'water' },
  { code: 'L3.', ofBlock: 'cooling', ofSite: 'blocks' },
  { code: 'L4.wan', ofSite: 'fabric.wan' },
  { code: 'L4.install', ofBlock: 'racks', ofSite: 'blocks' },
  { code: 'L4.', ofSite: 'fabric' },
  { code: 'L5.', ofSite: 'faults' },
  { code: 'L6.firmware', ofSite: 'maintenance' },
  { code: 'L6.maint', ofSite: 'maintenance' },
  { code: 'L6.', ofSite: 'scheduler' },
  { code: 'L7.noDemand', ofSite: 'workload' },
  { code: 'L7.quota', ofSite: 'tenants' },
  { code: 'L7.power', ofBlock: 'power', ofSite: 'grid.feeds' },
  { code: 'L7.thermal', ofBlock: 'cooling', ofSite: 'blocks' },
  { code: 'L7.storage', ofSite: 'storage' },
  { code: 'L7.', ofSite: 'scheduler' },
  { code: 'L9.ckpt', ofSite: 'checkpoints' },
  { code: 'L9.comm', ofSite: 'fabric' },
  { code: 'L9.rework', ofSite: 'faults' },
  { code: 'L9.straggler', ofSite: 'faults' },
  { code: 'L9.powerThrottle', ofBlock: 'power', ofSite: 'grid.feeds' },
  { code: 'L9.thermalThrottle', ofBlock: 'cooling', ofSite: 'blocks' },
  { code: 'L9.storage', ofSite: 'storage' },
]

/** Written place of what decides about a bucket; `blockId` is the entry of the block that is meant, null for none. */
export function bucketPlace(code: string, blockId: string | null): string {
  const place = PLACES.find(each => code.startsWith(each.code))
  if (place === undefined) return 'workload'
  return place.ofBlock === undefined || blockId === null ? place.ofSite : `blocks.${blockId}.${place.ofBlock}`
}
