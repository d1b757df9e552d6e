/** Largest loss at once of each fire zone, and what a year of fires costs: rates of the file against what the audit finds lost. */
import { meanOf } from '../../../base/distribution.ts'
import { entityKey } from '../../../base/rng.ts'
import { DAY_MS } from '../../../base/spans.ts'
import { expectedLossWh, quantileOfYears, sampledYearsWh } from '../../../physics/fire-exposure.ts'
import type { FireExposure } from '../../../results/audit.ts'
import type { FireSection } from '../../../scenario/schema/fire.ts'
import { type NamedZone, hasLithium, zonesOf } from '../../../scenario/zones.ts'
import { memberIndexes } from '../../../scenario/schema/zone-members.ts'
import type { AuditSite } from './audit-site.ts'
import type { Judged } from './judge.ts'

/** Years that are sampled for the tail. */
const YEARS = 10_000

/** Fires a year that take a whole zone: those of halls, and those of what burns by itself in it. */
export function zoneFiresPerYear(site: Pick<AuditSite, 'scenario' | 'plan'>, zone: NamedZone, { rates }: FireSection): number {
  const { scenario, plan } = site
  if (zone.ofBlock === undefined) {
    const { substation, storage = {}, generation = {} } = zone.ofSite
    const units = plan.storage.reduce((sum, { id, count }) => sum + memberIndexes(storage[id], count).length, 0)
    const engines = plan.plants.reduce((sum, { id, count }) => sum + memberIndexes(generation[id], count).length, 0)
    return memberIndexes(substation, plan.substation?.count ?? 0).length * rates.transformer + units * rates.battery + engines * rates.generator
  }
  const { transformerCount, standby, topology } = plan.blocks[zone.block]
  const { racks, batteries, transformers, generators } = zone.ofBlock
  return (
    (racks === undefined ? 0 : rates.zone) +
    (hasLithium(zone, scenario.blocks, zone.block) ? memberIndexes(batteries, topology.systems).length * rates.battery : 0) +
    memberIndexes(transformers, transformerCount).length * rates.transformer +
    memberIndexes(generators, standby?.count ?? 0).length * rates.generator
  )
}

/** The exposure of the site to fire; undefined where the file states no zones or no rates. */
export function fireExposure(site: AuditSite, judged: readonly Judged[]): FireExposure | undefined {
  const { fire, insurance } = site.scenario
  const zones = zonesOf(site.scenario)
  const buildings = judged.filter(({ part }) => part.kind === 'fireZone' && part.place[0] === 'site')
  if (zones.length + buildings.length === 0) return undefined
  const lostOf = (place: readonly (string | number)[], kind: 'fireZone' | 'insuranceUnit') =>
    judged.filter(({ part }) => part.kind === kind && part.place.join() === place.join()).map(({ outcome }) => outcome).sort((a, b) => b.lostW - a.lostW).at(0)
  const rows = zones.map(zone => {
    const outcome = lostOf(zone.path, 'fireZone')
    return {
      zone: zone.name, path: zone.path, racksLost: outcome?.racksLost ?? 0, acceleratorsLost: outcome?.acceleratorsLost ?? 0, lostW: outcome?.lostW ?? 0,
      firesPerYear: fire === undefined ? 0 : zoneFiresPerYear(site, zone, fire),
    }
  })
  // How often whole buildings burn is not in the rates.
  const ofBuildings = buildings.map(({ part, outcome }) => ({ zone: part.paths[0], path: part.place, racksLost: outcome.racksLost, acceleratorsLost: outcome.acceleratorsLost, lostW: outcome.lostW, firesPerYear: 0 }))
  const ordered = [...rows, ...ofBuildings].sort((a, b) => b.lostW - a.lostW || b.firesPerYear - a.firesPerYear || (a.zone < b.zone ? -1 : 1))
  const units = Object.entries(insurance?.units ?? {}).map(([name, unit]) => ({ name, value: unit.value, interruption: unit.interruption, lostW: lostOf(['insurance', 'units', name], 'insuranceUnit')?.lostW ?? 0 }))
  if (fire === undefined) return { zones: ordered, units, largestW: ordered[0].lostW, year: null }
  const exposed = rows.map(row => ({ ...row, key: entityKey(site.world.root, `${row.zone}/fire/exposure`) }))
  const sampled = sampledYearsWh(exposed, fire, YEARS)
  const meanDays = (meanOf(fire.makeSafe) + meanOf(fire.restoration)) / DAY_MS
  return {
    zones: ordered,
    units: units.map(unit => ({ ...unit, interruption: unit.interruption * meanDays })),
    largestW: ordered[0].lostW,
    year: { meanWh: expectedLossWh(rows, fire), p99Wh: quantileOfYears(sampled, 0.99), p999Wh: quantileOfYears(sampled, 0.999), sampledYears: YEARS },
  }
}
