/** Fire zones against what really stands on the site: cooling machines are sized here, so their numbers are known only now. */
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { type Members, memberIndexes, missingMembers } from '../../scenario/schema/zone-members.ts'
import { type NamedZone, zonesOf } from '../../scenario/zones.ts'
import { type Machine, heatMachinesOf, machinesOf } from '../cooling/machines.ts'
import type { AuditSite } from './audit/audit-site.ts'
import type { Finding } from './finding.ts'

/** Things of one kind that carry power, and the zones' lists of them. */
interface Kind {
  readonly name: string
  readonly count: number
  readonly members: readonly (Members | undefined)[]
  /** Where a zone would list them. */
  readonly path: Finding['path']
  readonly key: string
}

const KIND_WORD = /\/cooling\/(?<word>[^[/]+)\[\d+\]$/u

/** Machines by the word of their path. */
function machineCounts(machines: readonly Pick<Machine, 'id'>[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { id } of machines) {
    const word = KIND_WORD.exec(id)?.groups?.word
    if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}

/** Members that a zone lists and that the design does not have. */
function missing(site: AuditSite, zone: NamedZone): Finding[] {
  if (zone.ofBlock === undefined) return []
  const counts = machineCounts(machinesOf(site.designs[zone.block]))
  const known = [...counts.keys()].sort().join(', ')
  return Object.entries(zone.ofBlock.cooling ?? {}).flatMap(([word, members]): Finding[] => {
    const path = [...zone.path, 'cooling', word]
    const count = counts.get(word)
    if (count === undefined) return [{ severity: 'error', code: 'fire-zone', path, message: 'is no kind of cooling machine of the block', value: word, allowed: known }]
    return missingMembers(members, count).map(({ at, number }): Finding => ({ severity: 'error', code: 'fire-zone', path: [...path, at], message: `does not exist: the block has ${count} machines of this kind`, value: String(number), allowed: `1 to ${count}` }))
  })
}

/** Kinds that stand in the hall that they serve, so that one fire takes them with it. */
const IN_THE_HALL: readonly string[] = ['handler', 'cdu']

/** Cooling machines of which one is spare, all in one zone. */
function redundancyIn(site: AuditSite, zone: NamedZone): Finding[] {
  if (zone.ofBlock === undefined) return []
  const machines = heatMachinesOf(site.designs[zone.block])
  return Object.entries(zone.ofBlock.cooling ?? {}).flatMap(([word, members]): Finding[] => {
    const ofKind = machines.filter(({ id }) => KIND_WORD.exec(id)?.groups?.word === word)
    if (IN_THE_HALL.includes(word) || ofKind.length < 2 || ofKind[0].needed >= ofKind.length || memberIndexes(members, ofKind.length).length < ofKind.length) return []
    return [{ severity: 'warn', code: 'ZONE_REDUND', path: [...zone.path, 'cooling', word], message: `takes all ${ofKind.length} of them in one fire, of which ${ofKind[0].needed} are needed`, value: 'all', allowed: 'no more of them in one zone than may be lost' }]
  })
}

function kindsOfBlock(site: AuditSite, zones: readonly NamedZone[], block: number): Kind[] {
  const { transformerCount, standby, rackBegin, rackEnd, topology, modules } = site.plan.blocks[block]
  const own = zones.flatMap(({ ofBlock, block: at }) => (ofBlock !== undefined && at === block ? [ofBlock] : []))
  const path = ['blocks', block, 'power']
  const hasUps = site.scenario.blocks[block].power.ups.model !== 'none'
  return [
    { name: 'racks', key: 'racks', count: rackEnd - rackBegin, members: own.map(({ racks }) => racks), path },
    ...(hasUps ? [{ name: topology.systems === 1 ? 'UPS modules' : 'UPS systems', key: 'ups', count: topology.systems === 1 ? modules[0] : topology.systems, members: own.map(({ ups }) => ups), path }] : []),
    { name: 'block transformers', key: 'transformers', count: transformerCount, members: own.map(({ transformers }) => transformers), path },
    { name: 'standby sets', key: 'generators', count: standby?.count ?? 0, members: own.map(({ generators }) => generators), path },
    // Pumps and controllers stand beside what they serve; they may be listed, and need not be.
    ...[...machineCounts(heatMachinesOf(site.designs[block]))].map(([word, count]): Kind => ({ name: `cooling machines of kind ${word}`, key: `cooling.${word}`, count, members: own.map(({ cooling }) => cooling?.[word]), path })),
  ]
}

function kindsOfSite({ plan }: AuditSite, zones: readonly NamedZone[]): Kind[] {
  const own = zones.flatMap(({ ofSite }) => (ofSite === undefined ? [] : [ofSite]))
  const path = ['fire']
  return [
    { name: 'substation transformers', key: 'substation', count: plan.substation?.count ?? 0, members: own.map(({ substation }) => substation), path },
    ...plan.storage.map(({ id, count }): Kind => ({ name: `units of storage ${id}`, key: `storage.${id}`, count, members: own.map(({ storage }) => storage?.[id]), path })),
    ...plan.plants.map(({ id, count }): Kind => ({ name: `engines of plant ${id}`, key: `generation.${id}`, count, members: own.map(({ generation }) => generation?.[id]), path })),
  ]
}

/** Things that no zone lists. */
function orphans(kinds: readonly Kind[]): Finding[] {
  return kinds.flatMap(({ name, key, count, members, path }): Finding[] => {
    const listed = new Set(members.flatMap(each => memberIndexes(each, count)))
    const left = count - listed.size
    if (left === 0) return []
    const first = Array.from({ length: count }, (_, index) => index).find(index => !listed.has(index)) ?? 0
    const section = path[0] === 'fire' ? 'fire.zones' : 'fireZones'
    return [{ severity: 'error', code: 'ZONE_ORPHAN', path, message: `leaves ${left} of ${count} ${name} in no fire zone, number ${first + 1} first`, value: `${left} of ${count}`, allowed: `every one in a zone, for example ${section}: {name: {${key.replace('.', ': {')}: all${key.includes('.') ? '}' : ''}}}` }]
  })
}

/** Findings about zones: members that do not exist, spare machines beside those that they stand in for, and with fires in the run, power that stands in no zone. */
export function zoneFindings(site: AuditSite, scenario: Scenario): Finding[] {
  const zones = zonesOf(scenario)
  const found = zones.flatMap(zone => [...missing(site, zone), ...redundancyIn(site, zone)])
  if (scenario.fire === undefined) return found
  return [...found, ...site.plan.blocks.flatMap((_, block) => orphans(kindsOfBlock(site, zones, block))), ...orphans(kindsOfSite(site, zones))]
}
