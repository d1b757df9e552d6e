/**
 * Which mechanism posts each bucket: the file of the engine that names its cause, its account or its factor. A bucket that gains a
 * mechanism leaves the list of those without one; one that loses its last fails here.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BUCKETS } from '../../../src/scenario/buckets.ts'
import { repositoryRoot } from '../../fixtures.ts'

/** File below src/engine and what it says there. */
const MECHANISMS: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'L1.supplier': ['facility/procurement.ts', "'supplier'"],
  'L1.shipping': ['facility/procurement.ts', "'shipping'"],
  'L1.receiving': ['facility/procurement.ts', "'receiving'"],
  'L2.building': ['facility/commissioning.ts', "'building'"],
  'L2.commissioning': ['facility/commissioning.ts', "'commissioning'"],
  'L2.grid': ['power/energisation.ts', "'gridDelay'"],
  'L2.siteElec': ['power/supply.ts', "'transformerFault'"],
  'L2.rackPower': ['power/governor.ts', "'rackPower'"],
  'L2.plannedElec': ['power/taken.ts', "'plannedElectrical'"],
  'L2.curtail': ['power/supply.ts', "'curtailment'"],
  'L2.zone': ['facility/zone-loss.ts', "'zone'"],
  'L3.plantDelay': ['cooling/cooling.ts', "'plantDelay'"],
  'L3.plantFault': ['cooling/protection.ts', "'plantFault'"],
  'L3.cdu': ['cooling/row-units.ts', "'cdu'"],
  'L3.leak': ['cooling/leaks.ts', "'leak'"],
  'L3.weather': ['cooling/protection.ts', "'weather'"],
  'L3.water': ['cooling/water-shed.ts', "'water'"],
  'L4.install': ['facility/installation.ts', "'install'"],
  'L4.fabricDelay': ['facility/fabric-delivery.ts', "'fabricDelay'"],
  'L4.leafFault': ['fabric/fault-effects.ts', "'leafFault'"],
  'L4.linkFault': ['fabric/fault-effects.ts', "'linkFault'"],
  'L4.fabricMaint': ['compute/window-plan.ts', "'fabricMaintenance'"],
  'L4.wan': ['fabric/regions.ts', "'wan'"],
  'L5.burnin': ['facility/installation.ts', "'burnIn'"],
  'L5.doa': ['faults/repair.ts', "'deadOnArrival'"],
  'L5.undetected': ['faults/faults.ts', "'undetected'"],
  'L5.triage': ['faults/repair.ts', "'triage'"],
  'L5.waitTech': ['faults/repair.ts', "'waitTechnician'"],
  'L5.waitPart': ['faults/repair.ts', "'waitPart'"],
  'L5.repair': ['faults/repair.ts', "'repair'"],
  'L5.requal': ['faults/repair.ts', "'requalification'"],
  'L5.rma': ['faults/repair.ts', "'rma'"],
  'L5.quarantine': ['faults/repair.ts', "'quarantine'"],
  'L5.noReturn': ['faults/repair.ts', "'noReturn'"],
  'L5.human': ['cooling/protection.ts', "'humanError'"],
  'L6.maint': ['compute/window-plan.ts', "'maintenance'"],
  'L6.firmware': ['compute/window-plan.ts', "'firmware'"],
  'L6.drainWait': ['compute/windows.ts', 'L6.drainWait'],
  'L6.spareReserve': ['compute/books.ts', 'L6.spareReserve'],
  'L6.adminHold': ['compute/window-plan.ts', "'adminHold'"],
  'L6.stranded': ['ledger/gates.ts', 'L6.stranded'],
  'L7.noDemand': ['compute/pass.ts', "'noDemand'"],
  'L7.quota': ['compute/pass.ts', "'quota'"],
  'L7.affinity': ['compute/pass.ts', "'affinity'"],
  'L7.storage': ['compute/pass.ts', "'storage'"],
  'L7.power': ['compute/pass.ts', "'power'"],
  'L7.thermal': ['compute/pass.ts', "'thermal'"],
  'L7.fragmentation': ['compute/pass.ts', "'fragmentation'"],
  'L7.reservationHold': ['compute/pass.ts', "'reservationHold'"],
  'L7.schedLatency': ['compute/pass.ts', "'schedLatency'"],
  'L8.init': ['compute/holding.ts', 'L8.init'],
  'L8.restore': ['compute/holding.ts', 'L8.restore'],
  'L8.faultStall': ['compute/holding.ts', 'L8.faultStall'],
  'L8.gangWait': ['compute/holding.ts', 'L8.gangWait'],
  'L8.dataWait': ['compute/holding.ts', 'L8.dataWait'],
  'L8.teardown': ['compute/holding.ts', 'L8.teardown'],
  'L9.ckpt': ['compute/progress.ts', 'blockedMs'],
  'L9.rework.hw': ['compute/rework.ts', "'hw'"],
  'L9.rework.sw': ['compute/sessions.ts', "'sw'"],
  'L9.rework.power': ['compute/rework.ts', "'power'"],
  'L9.rework.cooling': ['compute/rework.ts', "'cooling'"],
  'L9.rework.net': ['compute/rework.ts', "'net'"],
  'L9.rework.sdc': ['compute/progress.ts', "'sdc'"],
  'L9.rework.preempt': ['compute/jobs.ts', "'preempt'"],
  'L9.rework.user': ['compute/escrow.ts', "'discarded'"],
  'L9.commPlacement': ['compute/escrow.ts', 'FACTOR_AT.placement'],
  'L9.commFault': ['compute/escrow.ts', 'FACTOR_AT.fault'],
  'L9.commContention': ['compute/escrow.ts', 'FACTOR_AT.contention'],
  'L9.straggler': ['compute/escrow.ts', 'FACTOR_AT.straggler'],
  'L9.storage': ['compute/escrow.ts', 'FACTOR_AT.storage'],
  'L9.powerThrottle': ['compute/escrow.ts', 'FACTOR_AT.power'],
  'L9.thermalThrottle': ['compute/escrow.ts', 'FACTOR_AT.thermal'],
  'L9.serveHeadroom': ['compute/serving-accounts.ts', 'FACTOR_AT.headroom'],
  'E.provisional': ['compute/holding.ts', 'E.provisional'],
  P: ['ledger/accounts.ts', "bucketIndex('P')"],
}

/** Buckets of the vocabulary that nothing posts: none is left. */
const WITHOUT: readonly string[] = []

const sourceOf = (file: string): string => {
  const path = join(repositoryRoot, 'src', 'engine', file)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

describe('every bucket has a mechanism, or is known to have none', () => {
  test('the table names all of them once', () => {
    expect([...Object.keys(MECHANISMS), ...WITHOUT].toSorted()).toEqual(BUCKETS.map(({ code }) => code).toSorted())
  })

  test.each(Object.entries(MECHANISMS))('%s', (_, [file, text]) => expect(sourceOf(file)).toContain(text))
})
