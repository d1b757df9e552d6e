/** One fire takes all that stands in its zone; the largest foreseeable one all zones of an insurance unit. */
import { heatMachinesOf } from '../../cooling/machines.ts'
import type { FireZone, SiteZone } from '../../../scenario/schema/fire-zones.ts'
import { memberIndexes } from '../../../scenario/schema/zone-members.ts'
import { type NamedZone, isZoneNamed, zonesOf } from '../../../scenario/zones.ts'
import type { AuditSite } from './audit-site.ts'
import { blockIds, storeId } from './one-line-graph.ts'
import { type Outage, blockOutage } from './outage.ts'
import { COUNTER, type Draft } from './parts.ts'

/** UPS systems that a zone takes, and modules where the block has a single system. */
function upsIn({ plan }: AuditSite, block: number, { ups, batteries }: FireZone): { readonly systems: readonly number[]; readonly modules: number } {
  const { topology, modules } = plan.blocks[block]
  const { systems } = topology
  const unpowered = memberIndexes(batteries, systems)
  if (systems === 1) return { systems: unpowered, modules: memberIndexes(ups, modules[0]).length }
  return { systems: [...new Set([...memberIndexes(ups, systems), ...unpowered])].sort((a, b) => a - b), modules: 0 }
}

function burnBlock(site: AuditSite, block: number, zone: FireZone, outage: Outage): void {
  const { plan, designs } = site
  const { transformerCount, standby, rackBegin, rackEnd } = plan.blocks[block]
  const out = blockOutage(plan, outage, block)
  const { systems, modules } = upsIn(site, block, zone)
  out.modules[0] += modules
  for (const system of systems) out.systems[system] = true
  out.transformers += memberIndexes(zone.transformers, transformerCount).length
  out.sets += memberIndexes(zone.generators, standby?.count ?? 0).length
  for (const rack of memberIndexes(zone.racks, rackEnd - rackBegin)) out.racks.add(rack)
  const machines = heatMachinesOf(designs[block])
  for (const [word, members] of Object.entries(zone.cooling ?? {})) {
    const ofKind = machines.filter(({ id }) => id.includes(`/cooling/${word}[`))
    for (const index of memberIndexes(members, ofKind.length)) out[COUNTER[ofKind[index].kind]] += 1
  }
}

/** Storage bridges gaps, so that units lost with a zone are felt only while they discharge. */
function burnSite({ plan }: AuditSite, { substation, generation = {} }: SiteZone, outage: Outage): void {
  outage.substation += memberIndexes(substation, plan.substation?.count ?? 0).length
  plan.plants.forEach(({ id, count }, plant) => {
    outage.plants[plant] += memberIndexes(generation[id], count).length
  })
}

function burn(site: AuditSite, zone: NamedZone, outage: Outage): void {
  if (zone.ofBlock === undefined) burnSite(site, zone.ofSite, outage)
  else burnBlock(site, zone.block, zone.ofBlock, outage)
}

/** Pairs of systems on which racks of a zone hang. */
function pairsIn({ plan }: AuditSite, block: number, racks: FireZone['racks']): number[] {
  const { rackBegin, rackEnd, rackPair } = plan.blocks[block]
  return [...new Set(memberIndexes(racks, rackEnd - rackBegin).map(index => rackPair[index]))].sort((a, b) => a - b)
}

/** Nodes of the one-line that hold members of a zone. */
function nodesOf(site: AuditSite, zone: NamedZone): string[] {
  const { plan } = site
  if (zone.ofBlock === undefined) {
    const { substation, storage = {}, generation = {} } = zone.ofSite
    return [
      ...(substation === undefined ? [] : ['grid/substation/transformer[0]']),
      ...plan.storage.filter(({ id }) => storage[id] !== undefined).map(({ path }) => storeId(path)),
      ...plan.plants.filter(({ id }) => generation[id] !== undefined).map(({ path }) => `${path}/engine[0]`),
    ]
  }
  const { path } = plan.blocks[zone.block]
  const { transformers, generators, cooling, racks } = zone.ofBlock
  const { systems, modules } = upsIn(site, zone.block, zone.ofBlock)
  return [
    ...(modules > 0 ? [0] : systems).map(system => `${path}/ups[${system}]`),
    ...(transformers === undefined ? [] : [`${path}/transformer[0]`]),
    ...(generators === undefined ? [] : [`${path}/generator[0]`]),
    ...(cooling === undefined ? [] : [`${path}/cooling`]),
    ...pairsIn(site, zone.block, racks).map(blockIds(path).racks),
  ]
}

/** Whether UPS systems, transformers or sets stand in a zone. */
const holdsChain = ({ ofBlock: zone }: NamedZone): boolean => zone?.ups !== undefined || zone?.batteries !== undefined || zone?.transformers !== undefined || zone?.generators !== undefined

const racksIn = ({ plan }: AuditSite, { block, ofBlock }: NamedZone): number => (ofBlock === undefined ? 0 : memberIndexes(ofBlock.racks, plan.blocks[block].rackEnd - plan.blocks[block].rackBegin).length)

/** Path of a zone as a component. */
const pathOf = ({ plan }: AuditSite, { name, block }: NamedZone): string => (block < 0 ? `fire/${name}` : `${plan.blocks[block].path}/fireZones/${name.slice(name.lastIndexOf('/') + 1)}`)

/** Zones of a block, or with −1 those of the site; a block that states none says that it does not know. */
export function zoneParts(site: AuditSite, block: number): Draft[] {
  const zones = zonesOf(site.scenario).filter(zone => zone.block === block)
  if (block >= 0 && site.scenario.blocks[block].power.fireZones === undefined) {
    const unknown = 'the file states no fire zones, so whether one fire takes units that back each other is not known: list under power.fireZones which UPS systems, transformers and sets stand in one room'
    const path = site.plan.blocks[block].path
    return [{ kind: 'fireZone', name: 'fire', paths: [`${path}/fireZones`], block, place: ['blocks', block, 'power'], nodes: [], unknown, isMaintained: false, remove: outage => void blockOutage(site.plan, outage, block) }]
  }
  return zones.map((zone): Draft => ({
    kind: 'fireZone', name: `fire in zone ${zone.name.slice(zone.name.lastIndexOf('/') + 1)}`, paths: [pathOf(site, zone)], block, place: zone.path, nodes: nodesOf(site, zone), isMaintained: false, ownRacks: racksIn(site, zone), isBesideChain: !holdsChain(zone),
    remove: outage => burn(site, zone, outage),
  }))
}

/** Buildings that share a fire zone are lost together, with all racks of their blocks. */
export function buildingParts({ plan, scenario }: AuditSite): Draft[] {
  const { buildings } = scenario.site
  const zones = [...new Set(buildings.flatMap(({ fireZone }) => fireZone ?? []))]
  return zones.flatMap((zone): Draft[] => {
    const inZone = buildings.filter(({ fireZone }) => fireZone === zone).map(({ id }) => id)
    const blocks = scenario.blocks.flatMap(({ building }, block) => (building !== undefined && inZone.includes(building) ? [block] : []))
    const racksOf = (block: number): number => plan.blocks[block].rackEnd - plan.blocks[block].rackBegin
    if (blocks.length === 0) return []
    return [{
      kind: 'fireZone', name: `fire in ${inZone.length === 1 ? 'building' : 'buildings'} ${inZone.join(', ')}`, paths: [`site/fireZones/${zone}`], block: -1, isMaintained: false,
      place: ['site', 'buildings', buildings.findIndex(({ fireZone }) => fireZone === zone), 'fireZone'], nodes: [], ownRacks: blocks.reduce((sum, block) => sum + racksOf(block), 0),
      remove(outage) {
        for (const block of blocks) for (let rack = 0; rack < racksOf(block); rack++) blockOutage(plan, outage, block).racks.add(rack)
      },
    }]
  })
}

/** Units as a whole, and what of them is of one block where that is more than a zone: redundancy inside of it counts as N. */
export function insuranceParts(site: AuditSite): Draft[] {
  const zones = zonesOf(site.scenario)
  return Object.entries(site.scenario.insurance?.units ?? {}).flatMap(([name, unit]): Draft[] => {
    const members = zones.filter(zone => unit.zones.some(written => isZoneNamed(zone, written)))
    const draft = (block: number, of: readonly NamedZone[], path: string): Draft => ({
      kind: 'insuranceUnit', name: `insurance unit ${name}`, paths: [path], block, place: ['insurance', 'units', name], nodes: [...new Set(of.flatMap(zone => nodesOf(site, zone)))], isMaintained: false,
      ownRacks: of.reduce((sum, zone) => sum + racksIn(site, zone), 0), remove: outage => of.forEach(zone => burn(site, zone, outage)),
    })
    const ofBlocks = site.plan.blocks.flatMap(({ path }, block) => {
      const own = members.filter(zone => zone.block === block)
      return own.length > 1 && own.length < members.length ? [draft(block, own, `${path}/insurance/${name}`)] : []
    })
    const whole = members.every(({ block }) => block === members[0].block) ? members[0].block : -1
    return [...ofBlocks, draft(whole, members, `insurance/${name}`)]
  })
}
