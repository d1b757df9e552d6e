/**
 * The vocabulary of the ledger: every contracted accelerator-millisecond ends in exactly one of these leaf buckets.
 * Order is the order of the waterfall; the index of a row is the dense bucket index used by the engine.
 * Source: utilisation accounting of the model specification (gates G1–G9), with the added leaves for building,
 * commissioning, zone, water and human error.
 */

/** Waterfall level: 1–6 are gates of a node, 7–9 of the use of it, 10 is productive, 0 is work not yet committed. */
export type Gate = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10

export interface BucketSpec {
  readonly code: string
  readonly gate: Gate
  /** Plain words for tables and charts, sentence case. */
  readonly label: string
}

const row = (code: string, gate: Gate, label: string): BucketSpec => ({ code, gate, label })

export const BUCKETS: readonly BucketSpec[] = [
  row('L1.supplier', 1, 'Waiting for the supplier'),
  row('L1.shipping', 1, 'In transit'),
  row('L1.receiving', 1, 'Received, not yet placed'),
  row('L2.building', 2, 'Building not ready'),
  row('L2.commissioning', 2, 'Commissioning'),
  row('L2.grid', 2, 'Grid late or out'),
  row('L2.siteElec', 2, 'Site electrical fault'),
  row('L2.rackPower', 2, 'Rack power fault'),
  row('L2.plannedElec', 2, 'Planned electrical work'),
  row('L2.curtail', 2, 'Curtailed by the utility'),
  row('L2.zone', 2, 'Fire, emergency off or security'),
  row('L3.plantDelay', 3, 'Cooling plant late'),
  row('L3.plantFault', 3, 'Cooling plant fault'),
  row('L3.cdu', 3, 'Coolant distribution fault'),
  row('L3.leak', 3, 'Coolant leak'),
  row('L3.weather', 3, 'Too hot outside to cool'),
  row('L3.water', 3, 'Water short'),
  row('L4.install', 4, 'Installing and cabling'),
  row('L4.fabricDelay', 4, 'Fabric late'),
  row('L4.leafFault', 4, 'Leaf switch fault'),
  row('L4.linkFault', 4, 'Node link fault'),
  row('L4.fabricMaint', 4, 'Fabric maintenance'),
  row('L4.wan', 4, 'Wide-area link'),
  row('L5.burnin', 5, 'Burn-in and acceptance'),
  row('L5.doa', 5, 'Dead on arrival'),
  row('L5.undetected', 5, 'Faulty, not yet detected'),
  row('L5.triage', 5, 'Triage'),
  row('L5.waitTech', 5, 'Waiting for a technician'),
  row('L5.waitPart', 5, 'Waiting for a part'),
  row('L5.repair', 5, 'Under repair'),
  row('L5.requal', 5, 'Re-qualification'),
  row('L5.rma', 5, 'Returned to the vendor'),
  row('L5.quarantine', 5, 'Quarantine'),
  row('L5.noReturn', 5, 'Did not come back after power loss'),
  row('L5.human', 5, 'Human error'),
  row('L6.maint', 6, 'Planned maintenance'),
  row('L6.firmware', 6, 'Firmware roll-out'),
  row('L6.drainWait', 6, 'Draining'),
  row('L6.spareReserve', 6, 'Kept as hot spare'),
  row('L6.adminHold', 6, 'Administrative hold'),
  row('L6.stranded', 6, 'Stranded beside a bad accelerator'),
  row('L7.noDemand', 7, 'No demand'),
  row('L7.quota', 7, 'Quota'),
  row('L7.affinity', 7, 'Affinity'),
  row('L7.power', 7, 'Held back by power'),
  row('L7.thermal', 7, 'Held back by cooling'),
  row('L7.storage', 7, 'Held back by storage'),
  row('L7.fragmentation', 7, 'Fragmentation'),
  row('L7.reservationHold', 7, 'Held for a larger job'),
  row('L7.schedLatency', 7, 'Scheduler latency'),
  row('L8.init', 8, 'Job start-up'),
  row('L8.restore', 8, 'Restoring a checkpoint'),
  row('L8.faultStall', 8, 'Stalled by a fault'),
  row('L8.gangWait', 8, 'Waiting for the gang'),
  row('L8.dataWait', 8, 'Waiting for data'),
  row('L8.teardown', 8, 'Job tear-down'),
  row('L9.ckpt', 9, 'Writing checkpoints'),
  row('L9.rework.hw', 9, 'Work lost to hardware faults'),
  row('L9.rework.sw', 9, 'Work lost to software faults'),
  row('L9.rework.power', 9, 'Work lost to power events'),
  row('L9.rework.cooling', 9, 'Work lost to cooling events'),
  row('L9.rework.net', 9, 'Work lost to network faults'),
  row('L9.rework.sdc', 9, 'Work lost to silent corruption'),
  row('L9.rework.preempt', 9, 'Work lost to preemption'),
  row('L9.rework.user', 9, 'Work lost to user errors'),
  row('L9.commPlacement', 9, 'Communication: placement'),
  row('L9.commFault', 9, 'Communication: failed links'),
  row('L9.commContention', 9, 'Communication: contention'),
  row('L9.straggler', 9, 'Stragglers'),
  row('L9.storage', 9, 'Storage too slow'),
  row('L9.powerThrottle', 9, 'Throttled by power'),
  row('L9.thermalThrottle', 9, 'Throttled by temperature'),
  row('L9.serveHeadroom', 9, 'Serving headroom'),
  row('E.provisional', 0, 'Not yet committed'),
  row('P', 10, 'Productive'),
]

const indexByCode: ReadonlyMap<string, number> = new Map(BUCKETS.map((bucket, index) => [bucket.code, index]))

/** Dense index of a bucket code; throws on an unknown code, which is a programming error. */
export function bucketIndex(code: string): number {
  const index = indexByCode.get(code)
  if (index === undefined) throw new Error(`unknown ledger bucket ${code}`)
  return index
}

/** Names of the waterfall levels after each gate, in order; used by tables, charts and the command line. */
export const GATE_LABELS: readonly { readonly gate: Gate; readonly level: string; readonly loss: string }[] = [
  { gate: 1, level: 'delivered', loss: 'Not delivered' },
  { gate: 2, level: 'energised', loss: 'Not energised' },
  { gate: 3, level: 'cooled', loss: 'Not cooled' },
  { gate: 4, level: 'networked', loss: 'Not networked' },
  { gate: 5, level: 'healthy', loss: 'Not healthy' },
  { gate: 6, level: 'allocatable', loss: 'Not allocatable' },
  { gate: 7, level: 'allocated', loss: 'Idle' },
  { gate: 8, level: 'running', loss: 'Starting or stalled' },
  { gate: 9, level: 'progressing', loss: 'Slowed or lost' },
  { gate: 10, level: 'productive', loss: '' },
]
