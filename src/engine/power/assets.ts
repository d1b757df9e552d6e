/** The equipment of the electrical half as assets that can be taken out one by one: its units, and the standby sets. */
import { integerInputW } from '../../physics/converter-loss.ts'
import type { Asset, AssetPort } from '../ports.ts'
import type { BlockPlan } from './block-plan.ts'
import { components } from './components/index.ts'
import type { PowerPlan } from './plan.ts'
import type { PowerSite } from './power-site.ts'
import { SET, type Standby, failSet, returnSet, setRepaired, takeSet } from './standby.ts'
import { sectionOfBlockTransformer } from './switchgear-plan.ts'
import { type Unit, type UnitKind, type UnitTable, listUnits } from './units.ts'

/** What an asset belongs to, apart from its path and kind. */
type Place = Pick<Asset, 'group' | 'needed' | 'carries' | 'racks'>

/** Equipment that nothing stands in for and that carries nothing itself. */
const alone = (path: string, carries: readonly string[] = []): Place => ({ group: path, needed: 0, carries })

const times = (count: number, path: (index: number) => string): string[] => Array.from({ length: count }, (_, index) => path(index))

/** Fewest transformers in parallel whose full output covers the block's design power at their input. */
function transformersNeeded({ transformer, transformerCount, designW }: BlockPlan): number {
  const { capacityW, lossCurve } = components.transformer
  for (let count = 1; count < transformerCount; count++) if (integerInputW(lossCurve(transformer, count), capacityW(transformer, count)) >= designW) return count
  return transformerCount
}

/** Transformers behind a section of the bus; none where every circuit hangs on two buses. */
function behindSection({ switchgear, blocks }: PowerPlan, section: number): string[] {
  if (switchgear === undefined || !switchgear.faultTakesCircuits) return []
  const infeeds = [...switchgear.infeed].flatMap((at, member) => (at === section ? [`grid/substation/transformer[${member}]`] : []))
  return [...infeeds, ...blocks.flatMap((_, block) => behindFeeder({ switchgear, blocks }, block, section))]
}

function behindFeeder({ switchgear, blocks }: Pick<PowerPlan, 'switchgear' | 'blocks'>, block: number, section: number): string[] {
  const { path, transformerCount } = blocks[block]
  return times(transformerCount, member => `${path}/transformer[${member}]`).filter((_, member) => switchgear !== undefined && sectionOfBlockTransformer(switchgear, block, member) === section)
}

/** Racks behind sections of busway. */
function racksOf({ rackBegin, rackEnd, racksPerSection }: BlockPlan, from: number, to: number): readonly [number, number] {
  return [Math.min(rackEnd, rackBegin + from * racksPerSection), Math.min(rackEnd, rackBegin + to * racksPerSection)]
}

const PLACE: Readonly<Record<UnitKind, (plan: PowerPlan, unit: Unit) => Place>> = {
  substationTransformer: ({ substation }) => ({ group: 'grid/substation', needed: (substation?.count ?? 0) - (substation?.redundancy ?? 0), carries: [] }),
  substationTapChanger: (_, { path, member }) => alone(path, [`grid/substation/transformer[${member}]`]),
  busSection: (plan, { member }) => ({ group: 'grid/switchgear', needed: Math.min(1, (plan.switchgear?.sections ?? 1) - 1), carries: behindSection(plan, member) }),
  relay: (_, { path }) => alone(path),
  infeedBreaker: (_, { path, member }) => alone(path, [`grid/substation/transformer[${member}]`]),
  feederBreaker: (plan, { path, owner, member }) => alone(path, behindFeeder(plan, owner, member)),
  blockTransformer: ({ blocks }, { owner }) => ({ group: `${blocks[owner].path}/transformers`, needed: transformersNeeded(blocks[owner]), carries: [] }),
  blockTapChanger: ({ blocks }, { path, owner, member }) => alone(path, [`${blocks[owner].path}/transformer[${member}]`]),
  mainBreaker: ({ blocks }, { path, owner, member }) => alone(path, [`${blocks[owner].path}/transformer[${member}]`]),
  mechanicalUpsModule: ({ blocks }, { owner }) => {
    const { path, mechanicalBank, mechanicalOnUpsW } = blocks[owner]
    return { group: `${path}/mechanicalUps`, needed: mechanicalBank === undefined ? 0 : Math.min(mechanicalBank.modules, Math.ceil(mechanicalOnUpsW / mechanicalBank.ratedW)), carries: [] }
  },
  upsModule: ({ blocks }, { owner }) => {
    const { path, outputPerItW, itMaxW, ups } = blocks[owner]
    return { group: `${path}/ups/modules`, needed: ups.ratedW > 0 ? Math.ceil((outputPerItW * itMaxW) / ups.ratedW) : 0, carries: [] }
  },
  upsSystem: ({ blocks }, { path, owner, member }) => {
    const { topology, modules } = blocks[owner]
    const spare = topology.unit === 'system' ? topology.spareUnits : 0
    return { group: `${blocks[owner].path}/ups`, needed: topology.systems - spare, carries: times(modules[member], i => `${path}/module[${i}]`) }
  },
  pdu: ({ blocks }, { path, owner, member }) => {
    const block = blocks[owner]
    const perPdu = Math.max(1, Math.round(block.racksPerPdu / block.racksPerSection))
    const q = path.slice(path.lastIndexOf('/') + 1)
    const behind = Math.max(0, Math.min(block.sections, (member + 1) * perPdu) - member * perPdu)
    const carries = times(behind, i => `${block.path}/busway[${member * perPdu + i}]/${q}`)
    return { group: `${block.path}/pdu[${member}]`, needed: 1, carries, racks: racksOf(block, member * perPdu, member * perPdu + behind) }
  },
  busway: ({ blocks }, { owner, member }) => ({ group: `${blocks[owner].path}/busway[${member}]`, needed: 1, carries: [], racks: racksOf(blocks[owner], member, member + 1) }),
  engine: ({ plants }, { owner }) => ({ group: plants[owner].path, needed: plants[owner].count - plants[owner].redundancy, carries: [] }),
  storageConverter: ({ storage }, { owner }) => ({ group: storage[owner].path, needed: 0, carries: [] }),
}

const isOfSite = ({ kind }: Unit): boolean => kind === 'engine' || kind === 'storageConverter'

/** Sets whose rating covers the block's design power; all of them where they do not suffice. */
function setsNeeded({ designW, standby }: BlockPlan): number {
  return standby === undefined ? 0 : Math.min(standby.count, Math.ceil(designW / Math.max(1, standby.spec.countedW)))
}

function setAssets({ blocks }: PowerPlan): Asset[] {
  return blocks.flatMap((plan, block) => times(plan.standby?.count ?? 0, i => `${plan.path}/generator[${i}]`).map((path): Asset =>
    ({ path, kind: 'standbySet', block, group: `${plan.path}/generators`, needed: setsNeeded(plan), carries: [] })))
}

/** All assets of a plan: units first, in their order, then the standby sets. */
export function powerAssetList(plan: PowerPlan, list: readonly Unit[] = listUnits(plan)): Asset[] {
  return [...list.map(unit => ({ path: unit.path, kind: unit.kind, block: isOfSite(unit) ? -1 : unit.owner, ...PLACE[unit.kind](plan, unit) })), ...setAssets(plan)]
}

/** The assets of a run. */
export function powerAssets(p: PowerSite, units: UnitTable, standby: Standby): AssetPort {
  const { list } = units
  const assets = powerAssetList(p.plan, list)
  const setOf = (asset: number): number => asset - list.length
  const { sets } = p
  return {
    assets,
    isUp: asset => (asset < list.length ? units.isUp(asset) : sets.col.state[setOf(asset)] !== SET.failed && sets.col.state[setOf(asset)] !== SET.taken),
    takeOut: (asset, reason) => (asset < list.length ? units.takeOut(asset, reason) : takeSet(standby, setOf(asset), reason)),
    giveBack: (asset, reason) => (asset < list.length ? units.giveBack(asset, reason) : returnSet(standby, setOf(asset), reason)),
    destroy: asset => asset < list.length && units.destroy(asset),
    fail(asset) {
      if (asset >= list.length) return failSet(standby, setOf(asset))
      const isUp = units.isUp(asset)
      units.fail(asset)
      return isUp
    },
    repaired: asset => (asset < list.length ? units.repaired(asset) : setRepaired(standby, setOf(asset))),
    setHazard(asset, factor) {
      if (asset < list.length) units.setHazard(asset, factor)
      else sets.col.hazard[setOf(asset)] = factor
    },
  }
}
