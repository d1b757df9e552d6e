/**
 * The one table from root cause to ledger bucket and to the kind of rework it makes of interrupted work. Domains name causes,
 * the ledger alone knows where they are booked. A cause without a row does not compile.
 */
import { BUCKETS, bucketIndex } from '../../scenario/buckets.ts'
import { CAUSES, type Cause, type ReworkCause } from '../ports.ts'

interface CauseRow {
  readonly bucket: string
  readonly rework: ReworkCause
}

const to = (bucket: string, rework: ReworkCause): CauseRow => ({ bucket, rework })

export const CAUSE_TABLE: Readonly<Record<Cause, CauseRow>> = {
  supplier: to('L1.supplier', 'hw'),
  shipping: to('L1.shipping', 'hw'),
  receiving: to('L1.receiving', 'hw'),
  building: to('L2.building', 'power'),
  commissioning: to('L2.commissioning', 'power'),
  gridDelay: to('L2.grid', 'power'),
  gridOutage: to('L2.grid', 'power'),
  gridCapacity: to('L2.grid', 'power'),
  generationFault: to('L2.siteElec', 'power'),
  transformerFault: to('L2.siteElec', 'power'),
  upsFault: to('L2.siteElec', 'power'),
  distributionFault: to('L2.siteElec', 'power'),
  rackPower: to('L2.rackPower', 'power'),
  plannedElectrical: to('L2.plannedElec', 'power'),
  curtailment: to('L2.curtail', 'power'),
  zone: to('L2.zone', 'power'),
  plantDelay: to('L3.plantDelay', 'cooling'),
  plantFault: to('L3.plantFault', 'cooling'),
  cdu: to('L3.cdu', 'cooling'),
  leak: to('L3.leak', 'cooling'),
  weather: to('L3.weather', 'cooling'),
  water: to('L3.water', 'cooling'),
  coolingPower: to('L3.plantFault', 'cooling'),
  install: to('L4.install', 'hw'),
  fabricDelay: to('L4.fabricDelay', 'net'),
  leafFault: to('L4.leafFault', 'net'),
  linkFault: to('L4.linkFault', 'net'),
  fabricMaintenance: to('L4.fabricMaint', 'net'),
  wan: to('L4.wan', 'net'),
  burnIn: to('L5.burnin', 'hw'),
  deadOnArrival: to('L5.doa', 'hw'),
  undetected: to('L5.undetected', 'hw'),
  triage: to('L5.triage', 'hw'),
  waitTechnician: to('L5.waitTech', 'hw'),
  waitPart: to('L5.waitPart', 'hw'),
  repair: to('L5.repair', 'hw'),
  requalification: to('L5.requal', 'hw'),
  rma: to('L5.rma', 'hw'),
  quarantine: to('L5.quarantine', 'hw'),
  noReturn: to('L5.noReturn', 'power'),
  humanError: to('L5.human', 'hw'),
  maintenance: to('L6.maint', 'preempt'),
  firmware: to('L6.firmware', 'preempt'),
  drainWait: to('L6.drainWait', 'preempt'),
  spareReserve: to('L6.spareReserve', 'preempt'),
  adminHold: to('L6.adminHold', 'preempt'),
  stranded: to('L6.stranded', 'hw'),
  commonPower: to('L2.siteElec', 'power'),
  commonCooling: to('L3.cdu', 'cooling'),
  commonFabric: to('L4.leafFault', 'net'),
}

/** Dense tables by cause index: bucket index and gate (1–6). */
export const CAUSE_BUCKET: Uint8Array = Uint8Array.from(CAUSES, cause => bucketIndex(CAUSE_TABLE[cause].bucket))
export const CAUSE_GATE: Uint8Array = Uint8Array.from(CAUSE_BUCKET, bucket => BUCKETS[bucket].gate)

const indexOfCause: ReadonlyMap<Cause, number> = new Map(CAUSES.map((cause, index) => [cause, index]))

export function causeIndex(cause: Cause): number {
  const index = indexOfCause.get(cause)
  if (index === undefined) throw new Error(`unknown cause ${cause}`)
  return index
}

/** True for causes that turn nodes off without warning, by their power or to save them from heat: some may fail to come back. */
export const causeTurnsOff = (cause: Cause): boolean => CAUSE_TABLE[cause].rework === 'power' || CAUSE_TABLE[cause].rework === 'cooling'
