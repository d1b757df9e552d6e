/**
 * The groups of causes that attribution asks about: what each means when it is idealised, and which buckets of the ledger are its own.
 * Source: `substation`, `powerCap`, `cooling`, `fabric`, `hardware`, `repair`, `maintenance`, `demand`, `checkpoint`, `communication` as the
 * model specification lists them, with those for delivery, commissioning, storage and the scheduler beside them.
 */

export const CAUSE_GROUP_IDS = [
  'delivery', 'substation', 'commissioning', 'powerCap', 'cooling', 'fabric', 'storage', 'hardware', 'repair', 'maintenance', 'scheduler', 'demand', 'checkpoint', 'communication',
] as const
export type CauseGroupId = (typeof CAUSE_GROUP_IDS)[number]

export interface CauseGroup {
  readonly id: CauseGroupId
  /** Sentence case. */
  readonly label: string
  /** What the world is like when the cause is idealised, in a sentence. */
  readonly means: string
  /** Buckets that count as its loss where each bucket has one owner (gate precedence). */
  readonly buckets: readonly string[]
  /** Those of them that other causes post to as well, or that it makes smaller only: they need not be empty when it alone is idealised. */
  readonly shared: readonly string[]
}

const group = (id: CauseGroupId, label: string, means: string, buckets: readonly string[], shared: readonly string[] = []): CauseGroup => ({ id, label, means, buckets, shared })

export const CAUSE_GROUPS: readonly CauseGroup[] = [
  group('delivery', 'Delivery', 'Racks and long-lead equipment come on the day on which the plan needs them.', ['L1.supplier', 'L1.shipping', 'L1.receiving']),
  group('substation', 'Grid and substation', 'The grid connection is there from the first day, large enough for every block, and never interrupted.', ['L2.grid']),
  group('commissioning', 'Commissioning', 'Buildings and their levels are done as planned; installation and burn-in take no time and find nothing.', ['L2.building', 'L2.commissioning', 'L4.install', 'L5.burnin', 'L5.doa']),
  group('powerCap', 'Power inside the fence', 'Once a block is promised its power it gets all that it asks for: no rating, budget or call limits it, and nothing electrical fails.', ['L2.siteElec', 'L2.rackPower', 'L2.curtail', 'L7.power', 'L9.powerThrottle', 'L9.rework.power'], ['L9.rework.power']),
  group('cooling', 'Cooling', 'Plants never fail, lack water or come late, and no temperature limits the racks.', ['L3.plantDelay', 'L3.plantFault', 'L3.cdu', 'L3.leak', 'L3.weather', 'L3.water', 'L7.thermal', 'L9.thermalThrottle', 'L9.rework.cooling']),
  group('fabric', 'Network', 'Links and switches never fail, are there in time, and carry whatever is sent.', ['L4.fabricDelay', 'L4.leafFault', 'L4.linkFault', 'L4.wan', 'L9.commFault', 'L9.rework.net'], ['L9.rework.net']),
  group('storage', 'Storage', 'The stores are as fast and as large as anyone asks, and data is where its job is.', ['L7.storage', 'L8.dataWait', 'L9.storage']),
  group('hardware', 'Hardware and software faults', 'Nodes and jobs never fail.', ['L5.undetected', 'L5.triage', 'L5.repair', 'L5.requal', 'L5.rma', 'L5.quarantine', 'L5.noReturn', 'L6.stranded', 'L8.faultStall', 'L9.rework.hw', 'L9.rework.sw', 'L9.rework.sdc', 'L9.straggler'], ['L8.faultStall', 'L9.rework.hw', 'L9.rework.sw']),
  group('repair', 'People and parts for repairs', 'Technicians and crews are never busy or away and parts never missing; the work itself takes as long.', ['L5.waitTech', 'L5.waitPart']),
  group('maintenance', 'Maintenance and mistakes', 'There is no planned work, at the utility, on the site, on the network or on firmware, and hands make no mistakes.', ['L2.plannedElec', 'L4.fabricMaint', 'L5.human', 'L6.maint', 'L6.firmware', 'L6.drainWait', 'L6.adminHold']),
  group('scheduler', 'Scheduler', 'Jobs start at once wherever accelerators are free: no quota, reservation, spare, topology, start-up or preemption. A large job still waits for its room.', ['L6.spareReserve', 'L7.quota', 'L7.affinity', 'L7.fragmentation', 'L7.reservationHold', 'L7.schedLatency', 'L8.init', 'L8.gangWait', 'L8.teardown', 'L9.rework.preempt'], ['L7.affinity', 'L7.fragmentation', 'L7.reservationHold', 'L8.init', 'L8.gangWait', 'L9.rework.preempt']),
  group('demand', 'Demand', 'The queue is never empty: jobs of middling size wait behind those of the file.', ['L7.noDemand']),
  group('checkpoint', 'Checkpoints', 'Saving costs nothing, so that it is done all the time; restoring takes no time.', ['L8.restore', 'L9.ckpt']),
  group('communication', 'Communication', 'Communication hides behind arithmetic entirely.', ['L9.commPlacement', 'L9.commContention']),
]

const groupOfBucket: ReadonlyMap<string, CauseGroupId> = new Map(CAUSE_GROUPS.flatMap(({ id, buckets }) => buckets.map(code => [code, id] as const)))

/** Whose loss a bucket is; undefined for those that no cause of the list stands for: fire and security, users, headroom of services. */
export const causeOfBucket = (code: string): CauseGroupId | undefined => groupOfBucket.get(code)

/** A group by its id. */
export function causeGroup(id: CauseGroupId): CauseGroup {
  const found = CAUSE_GROUPS.find(each => each.id === id)
  if (found === undefined) throw new Error(`unknown cause group ${id}`)
  return found
}

/** Whether a scenario leaves a cause out; what is made by hand may not say. */
export const isIdealised = ({ idealise }: { readonly idealise?: readonly CauseGroupId[] }, id: CauseGroupId): boolean => idealise?.includes(id) === true
