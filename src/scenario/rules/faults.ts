/** Rules of faults: rates that hardware can have, errors noticed before the watchdog gives up, shares that sum to one, kinds that strike something. */
import { quantileOf } from '../../base/distribution.ts'
import { DAY_MS } from '../../base/spans.ts'
import { FAULT_CLASSES, FAULT_PRESETS, REFERENCE_NODE_ACCELERATORS } from '../catalog/fault-classes.ts'
import type { FaultsSection } from '../schema/faults.ts'
import { nodeTechnicians } from '../crew-teams.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

const YEAR_DAYS = 365.25

/** Faults of hardware per accelerator and year, mature. */
function hardwarePerYear({ preset, timeBetweenFaults, rateFactor, classes }: FaultsSection): number {
  const { counts, ratePer1000NodeDays } = FAULT_PRESETS[preset]
  let all = 0
  let hardware = 0
  for (const { id, count, scope } of FAULT_CLASSES) {
    const weight = classes[id].weight ?? (counts === undefined ? count : (counts[id] ?? 0))
    all += weight
    if (scope !== 'job') hardware += weight
  }
  const perNodeDay = timeBetweenFaults === undefined ? ratePer1000NodeDays / 1000 : DAY_MS / timeBetweenFaults
  return all === 0 ? 0 : (perNodeDay * rateFactor * YEAR_DAYS * hardware) / (all * REFERENCE_NODE_ACCELERATORS)
}

function failureRate(faults: FaultsSection): Finding[] {
  const perYear = hardwarePerYear(faults)
  if (perYear <= 1) return []
  const key = faults.timeBetweenFaults === undefined ? 'rateFactor' : 'timeBetweenFaults'
  return [{ path: ['faults', key], message: `makes ${(100 * perYear).toFixed(0)} % of the accelerators fail in a year`, allowed: 'at most 100 % a year, counting faults of hardware' }]
}

/** An explicit error or a lost node that takes longer to notice than the hang that it causes: the watchdog would have fired before. */
function detectionOrder({ detection }: FaultsSection): Finding[] {
  const hangMs = quantileOf(detection.hang, 0.5)
  return (['explicit', 'lost'] as const).flatMap((kind): Finding[] => {
    const ms = quantileOf(detection[kind], 0.5)
    if (ms <= hangMs) return []
    return [{ path: ['faults', 'detection', kind], message: 'is noticed later than the watchdog of collectives gives up on the hang that it causes', allowed: `at most ${Math.round(hangMs / 1000)} s, the median of detection.hang, or a longer watchdog` }]
  })
}

function repairShares({ afterRepair }: FaultsSection): Finding[] {
  if (afterRepair === undefined) return []
  const sum = afterRepair.pool + afterRepair.rma + afterRepair.scrap
  if (Math.abs(sum - 1) < 1e-9) return []
  return [{ path: ['faults', 'afterRepair'], message: `has shares that sum to ${Number(sum.toFixed(6))}`, allowed: 'pool + rma + scrap = 1' }]
}

/** Switches of a scale-up domain can only fail where a rack is one; their repair takes people whom the site must have. */
function scaleUpScope({ faults, blocks }: Pick<Scenario, 'faults' | 'blocks'>): Finding[] {
  if (faults.scaleUpFaults === undefined) return []
  const lots = blocks.flatMap(({ racks }) => racks)
  if (lots.some(({ scaleUpSize, acceleratorsPerNode }) => scaleUpSize > acceleratorsPerNode)) return []
  return [{ path: ['faults', 'scaleUpFaults'], message: 'strikes scale-up domains of several nodes, and no rack of the site has one', allowed: 'racks such as gb200-nvl72, or no such faults' }]
}

/** Power supplies can only fail where nodes have their own. */
function supplyScope({ faults, blocks }: Pick<Scenario, 'faults' | 'blocks'>): Finding[] {
  if (faults.supplyUnits === undefined || blocks.some(({ racks }) => racks.some(({ supplyUnits }) => supplyUnits > 0))) return []
  return [{ path: ['faults', 'supplyUnits'], message: 'strikes power supplies of nodes, and no rack of the site has any', allowed: 'racks such as hgx-h100-air-4, supplyUnits of the racks, or no such faults' }]
}

function repairPeople(site: Pick<Scenario, 'crews' | 'faults'>): Finding[] {
  const { scaleUpFaults } = site.faults
  const technicians = nodeTechnicians(site).most
  if (scaleUpFaults === undefined || scaleUpFaults.people <= technicians) return []
  return [{ path: ['faults', 'scaleUpFaults', 'people'], message: `needs more people than the ${technicians} technicians of the site: racks would wait for ever`, value: `${scaleUpFaults.people}`, allowed: `at most ${technicians}` }]
}

function speedOrder({ failSlow }: FaultsSection): Finding[] {
  if (failSlow === undefined || failSlow.slowest <= failSlow.fastest) return []
  return [{ path: ['faults', 'failSlow', 'slowest'], message: 'is above the highest speed of slow nodes', value: `${failSlow.slowest}`, allowed: `at most ${failSlow.fastest}` }]
}

/** Nodes of a lot share their making, not the supply of the places that they stand on. */
function lotCauses({ faults }: Pick<Scenario, 'faults'>): Finding[] {
  return faults.commonCauses.flatMap(({ zone, takes }, i): Finding[] =>
    zone !== 'lot' || takes === 'equipment' ? [] : [{ path: ['faults', 'commonCauses', i, 'zone'], message: `is no zone of ${takes}: racks bought together share their making, not their places`, value: 'lot', allowed: 'racks, leaf, block or site; or `takes: equipment`' }])
}

export const faultRules: readonly Rule[] = [
  rule('failure-rate', 'error', ['faults'], ({ faults }) => failureRate(faults)),
  rule('detection-order', 'error', ['faults'], ({ faults }) => detectionOrder(faults)),
  rule('repair-shares', 'error', ['faults'], ({ faults }) => repairShares(faults)),
  rule('speed-order', 'error', ['faults'], ({ faults }) => speedOrder(faults)),
  rule('fault-scope', 'error', ['faults', 'blocks'], scaleUpScope),
  rule('fault-scope', 'error', ['faults'], lotCauses),
  rule('fault-scope', 'error', ['faults', 'blocks'], supplyScope),
  rule('repair-people', 'error', ['faults', 'crews'], repairPeople),
]
