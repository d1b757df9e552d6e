/**
 * What each bucket of the ledger means in a sentence, and where in the file one acts on it: the places are tried in order, the first that the
 * file writes is shown. Help, the command line and the page read the same words.
 */
import { BUCKETS } from './buckets.ts'

export interface BucketWords {
  /** A sentence without its full stop, about contracted accelerators. */
  readonly means: string
  /** Paths of the file that decide how much it takes, nearest first; `*` stands for every block. */
  readonly paths: readonly string[]
  /** What one can do about it, as an order. */
  readonly act: string
}

const words = (means: string, paths: readonly string[], act: string): BucketWords => ({ means, paths, act })

const DELIVERY = ['blocks.*.racks', 'procurement', 'parameters'] as const
const REPAIRS = ['faults.technicians', 'crews', 'faults'] as const
const FAULTS = ['faults.rateFactor', 'faults.preset', 'faults'] as const
const SCHEDULER = ['scheduler', 'workload'] as const
const LINKS = ['fabric', 'faults'] as const

export const BUCKET_WORDS: Readonly<Record<string, BucketWords>> = {
  'L1.supplier': words('racks are promised, and their supplier has not sent them yet', DELIVERY, 'Order earlier, or choose a supplier with a shorter lead'),
  'L1.shipping': words('racks are on their way to the site', DELIVERY, 'Order earlier, or shorten the transport'),
  'L1.receiving': words('racks are at the dock and not in their places yet', DELIVERY, 'Receive more racks a day, or order in smaller lots'),
  'L2.building': words('their building, or its fit-out, is not done', ['blocks.*.milestones', 'facility.commissioning', 'blocks.*.ready'], 'Begin the building earlier, or move the promised date'),
  'L2.commissioning': words('their block is built and not commissioned yet', ['facility.commissioning', 'blocks.*.milestones'], 'Give commissioning more people, or let levels overlap'),
  'L2.grid': words('the grid connection is not there, too small or interrupted', ['grid.feeds', 'grid.substation', 'grid'], 'Bridge the time with generation of your own, or promise blocks later'),
  'L2.siteElec': words('equipment between the fence and the racks is out', ['blocks.*.power', 'grid.substation'], 'Add redundancy where the audit finds a single failure'),
  'L2.rackPower': words('a rack lost its own power: supplies, strips or its feed', ['blocks.*.power', 'faults'], 'Feed racks from both sides, or stock supplies'),
  'L2.plannedElec': words('power is switched off for work on it', ['maintenance', 'grid.feeds'], 'Put the work where a second path carries the load'),
  'L2.curtail': words('the utility asked for less, and racks went without', ['grid.response', 'grid.feeds'], 'Serve calls from storage or generators, or buy firm power'),
  'L2.zone': words('a fire alarm, an emergency-off or security keeps the zone closed', ['fire', 'security', 'blocks.*.power.fireZones'], 'Divide the hall into more zones'),
  'L3.plantDelay': words('the cooling plant of their block is not in service yet', ['blocks.*.cooling.ready', 'blocks.*.cooling', 'procurement'], 'Order its machines earlier'),
  'L3.plantFault': words('machines of the cooling plant are out, and the rest is not enough', ['blocks.*.cooling.units', 'blocks.*.cooling'], 'Add a unit: the audit says which is the single failure'),
  'L3.cdu': words('their coolant distribution unit is out', ['blocks.*.cooling.cdu', 'blocks.*.cooling'], 'Add a standby unit'),
  'L3.leak': words('coolant leaked, and the loop was closed', ['blocks.*.cooling.leaks', 'blocks.*.cooling'], 'Divide loops into smaller parts'),
  'L3.weather': words('it is hotter outside than the plant can cool', ['blocks.*.cooling.trim', 'blocks.*.cooling', 'site.weather'], 'Add trim chillers or units, or raise the supply temperature'),
  'L3.water': words('water for cooling is short', ['water', 'blocks.*.cooling.water', 'blocks.*.cooling'], 'Add a source or a tank, or cool dry'),
  'L4.install': words('racks are in place and not yet cabled', ['facility.installation', 'crews', 'blocks.*.racks'], 'Give installation more people'),
  'L4.fabricDelay': words('switches or cables of their network are late', ['blocks.*.fabric', 'fabric', 'procurement'], 'Order the network earlier'),
  'L4.leafFault': words('the switch of their group is out', LINKS, 'Connect nodes to two switches, or stock switches'),
  'L4.linkFault': words('their own links are out', LINKS, 'Stock optics and cables, or have more technicians'),
  'L4.fabricMaint': words('their network is under planned work', ['maintenance', 'fabric'], 'Do it rail by rail'),
  'L4.wan': words('their wide-area link is out', ['fabric.wan', 'fabric'], 'Add a second route'),
  'L5.burnin': words('new nodes are tested before they are accepted', ['facility.burnIn', 'facility'], 'Burn in at the factory, or shorten the test'),
  'L5.doa': words('new nodes failed their first test', ['facility.burnIn', 'faults.infantMortality', 'faults'], 'Keep spares for the first weeks'),
  'L5.undetected': words('nodes are broken, and nobody knows yet', ['faults.detection', 'faults'], 'Check health more often'),
  'L5.triage': words('nodes are out while the fault is looked for', ['faults.triage', 'faults'], 'Shorten triage'),
  'L5.waitTech': words('nodes wait for a technician', REPAIRS, 'Have more technicians, or another shift'),
  'L5.waitPart': words('nodes wait for a part', ['faults.spares', 'spares', 'faults'], 'Stock more of the part'),
  'L5.repair': words('nodes are being repaired', ['faults.repair', 'faults.technicians', 'faults'], 'Swap whole trays, and repair them at the bench'),
  'L5.requal': words('repaired nodes are tested before they return', ['faults.requalification', 'faults'], 'Shorten the test after a repair'),
  'L5.rma': words('nodes are away at their vendor', ['faults.spares', 'spares', 'faults'], 'Keep whole nodes as spares'),
  'L5.quarantine': words('nodes failed too often and are kept apart', ['faults.quarantine', 'faults'], 'Replace what fails again and again'),
  'L5.noReturn': words('nodes did not come back after their power was lost', FAULTS, 'Lose power less often: see the audit'),
  'L5.human': words('somebody made a mistake', ['crews.mistakes', 'maintenance', 'faults'], 'Have fewer manual steps'),
  'L6.maint': words('nodes are under planned work', ['maintenance'], 'Do it while there is no demand'),
  'L6.firmware': words('nodes get new firmware', ['maintenance'], 'Roll it out in smaller waves'),
  'L6.drainWait': words('nodes take no new jobs because planned work is near', ['maintenance', 'scheduler'], 'Announce work so that jobs fit before it'),
  'L6.spareReserve': words('nodes are kept free as hot spares', ['scheduler.spares', 'scheduler'], 'Keep fewer of them'),
  'L6.adminHold': words('nodes are held back by hand', ['maintenance', 'scheduler'], 'Release them sooner'),
  'L6.stranded': words('good accelerators sit beside a bad one in their node', FAULTS, 'Repair sooner'),
  'L7.noDemand': words('nobody asked for them', ['workload'], 'Find more work, or build later'),
  'L7.quota': words('those who asked had used their quota', ['tenants', 'scheduler'], 'Raise the quota, or lend what is idle'),
  'L7.affinity': words('jobs waited for a kind or place that was not free', SCHEDULER, 'Let jobs take other places'),
  'L7.power': words('no job could start because there was no power for it', ['power.cap', 'blocks.*.power', 'grid'], 'Raise the power budget, or cap the draw of jobs'),
  'L7.thermal': words('no job could start because there was no cooling for it', ['blocks.*.cooling', 'scheduler'], 'Add cooling'),
  'L7.storage': words('no job could start because the store was full or its data elsewhere', ['datastore.capacity', 'datastore', 'workload'], 'Add room to the store'),
  'L7.fragmentation': words('what was free was too scattered for the jobs that waited', SCHEDULER, 'Place jobs compactly, or admit smaller ones'),
  'L7.reservationHold': words('nodes stayed free for a larger job that was about to start', SCHEDULER, 'Let short jobs fill the gap: backfill'),
  'L7.schedLatency': words('the scheduler had not looked yet', ['scheduler.spacing', 'scheduler'], 'Let it look more often'),
  'L8.init': words('jobs were starting up', ['scheduler.startup', 'scheduler', 'workload'], 'Start from warm images'),
  'L8.restore': words('jobs read back their last checkpoint', ['checkpoints', 'datastore'], 'Keep checkpoints near: on the nodes, or a faster store'),
  'L8.faultStall': words('jobs stood still between a fault and their restart', ['faults', 'checkpoints'], 'Detect faults sooner'),
  'L8.gangWait': words('jobs waited until all their nodes were there, or one of their gangs for the other', SCHEDULER, 'Keep hot spares for large jobs; have as many samplers as there is to generate'),
  'L8.dataWait': words('jobs waited for their data', ['datastore', 'workload'], 'Stage data before jobs start'),
  'L8.teardown': words('jobs were cleaning up', ['workload'], 'Shorten the end of jobs'),
  'L9.ckpt': words('jobs stood still to write checkpoints', ['checkpoints', 'datastore'], 'Write in the background, or less often'),
  'L9.rework.hw': words('work since the last checkpoint was lost to hardware', ['checkpoints', 'faults'], 'Save more often, or replace what fails'),
  'L9.rework.sw': words('work since the last checkpoint was lost to software', ['checkpoints', 'faults'], 'Save more often'),
  'L9.rework.power': words('work since the last checkpoint was lost with the power', ['checkpoints', 'blocks.*.power'], 'Ride through: see the audit'),
  'L9.rework.cooling': words('work since the last checkpoint was lost with the cooling', ['checkpoints', 'blocks.*.cooling'], 'Add thermal storage or a unit'),
  'L9.rework.net': words('work since the last checkpoint was lost to the network', ['checkpoints', 'fabric'], 'Let jobs live through a lost link'),
  'L9.rework.sdc': words('work was thrown away because results were wrong', ['checkpoints', 'faults'], 'Test nodes more often'),
  'L9.rework.preempt': words('work was lost because a job had to make room', ['scheduler', 'checkpoints'], 'Give notice, so that jobs save first'),
  'L9.rework.user': words('work was lost to an error of its user', ['workload', 'faults'], 'Count it as productive where users pay for it'),
  'L9.commPlacement': words('jobs were slowed because their nodes are far apart', ['scheduler.placement', 'scheduler', 'fabric'], 'Place jobs compactly'),
  'L9.commFault': words('jobs were slowed by failed links', LINKS, 'Repair links sooner'),
  'L9.commContention': words('jobs were slowed by the traffic of others', ['fabric'], 'Oversubscribe less'),
  'L9.straggler': words('jobs waited for their slowest node', FAULTS, 'Find slow nodes and take them out'),
  'L9.storage': words('jobs were slowed by the store', ['datastore', 'workload'], 'Make the store faster'),
  'L9.powerThrottle': words('accelerators ran slower to stay within power', ['power.cap', 'blocks.*.power', 'grid'], 'Raise the power budget'),
  'L9.thermalThrottle': words('accelerators ran slower because they were too warm', ['blocks.*.cooling.supply', 'blocks.*.cooling'], 'Lower the supply temperature, or add cooling'),
  'L9.serveHeadroom': words('services held accelerators for demand that did not come', ['workload'], 'Scale replicas with demand'),
  'E.provisional': words('work was done and not yet saved when the window closed', ['checkpoints'], 'Save more often'),
  P: words('useful work was done', ['workload'], 'Nothing: this is what the contract is for'),
}

/** The words of a bucket; an unknown code is a programming error. */
export function bucketWords(code: string): BucketWords {
  const found = BUCKET_WORDS[code]
  if (found === undefined) throw new Error(`no words for bucket ${code}, of ${BUCKETS.length}`)
  return found
}
