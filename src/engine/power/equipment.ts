/** What a failed or repaired unit changes: capacities and losses of its group, racks behind it, the supply of the site. */
import { type Breakers, chainLimitW } from './breakers.ts'
import { components } from './components/index.ts'
import { refreshMechanicalUps } from './mechanical-ups.ts'
import { NODE, nodeOf } from './network.ts'
import { UNLIMITED_W } from './flow.ts'
import { ACTING, type PowerSite } from './power-site.ts'
import { refreshRacks, restoreShed } from './racks.ts'
import type { Switchgear } from './switchgear.ts'
import { type Unit, type UnitKind, type UnitTable, transformersInService } from './units.ts'

/** What the supply side must hear of. */
export interface EquipmentListener {
  readonly units: () => UnitTable
  readonly switchgear: () => Switchgear
  readonly breakers: () => Pick<Breakers, 'regroup' | 'worsenedSite'>
  /** Sources, or what connects blocks to them, changed. */
  supplyChanged(): void
  /** Something between the UPS systems and the racks of a block was lost. */
  worsened(block: number): void
  /** A unit of a plant, or the power conversion of a unit of storage, failed or came back. */
  plantChanged(plant: number, isUp: boolean): void
  storeChanged(store: number, isUp: boolean): void
}

/** Rating and loss of a block's transformers from how many are healthy. */
export function refreshTransformers(p: PowerSite, block: number): void {
  const { transformer } = p.plan.blocks[block]
  const healthy = p.blocks.col.transformersUp[block]
  if (healthy > 0) p.flow.setCurve(nodeOf(block, NODE.transformer), components.transformer.lossCurve(transformer, healthy))
  const carriedW = Math.floor(components.transformer.capacityW(transformer, healthy) * p.blocks.col.transformerAllowed[block])
  p.flow.setCap(nodeOf(block, NODE.transformer), Math.min(carriedW, chainLimitW(p, block)))
}

/** Everything healthy, before the first event. */
export function initialiseEquipment(p: PowerSite): void {
  p.plan.blocks.forEach((plan, block) => {
    p.blocks.col.transformersUp[block] = plan.transformerCount
    p.blocks.col.transformerAllowed[block] = 1
    plan.modules.forEach((count, system) => {
      p.systems.col.modulesUp[p.systemBegin[block] + system] = count
      p.systems.col.up[p.systemBegin[block] + system] = 1
    })
    p.blocks.col.mechanicalModules[block] = plan.mechanicalBank?.modules ?? 0
    refreshTransformers(p, block)
    p.blocks.col.acting[block] = plan.hasController ? ACTING.yes : ACTING.not
  })
  p.racks.col.frozenW.fill(UNLIMITED_W)
}

type Apply = (p: PowerSite, unit: Unit, isUp: boolean, listener: EquipmentListener) => void

/** The block's own chain changed; what returns may carry racks that were shed. */
function chainChanged(p: PowerSite, block: number, isUp: boolean, listener: EquipmentListener): void {
  if (isUp) restoreShed(p, listener.units(), block)
  refreshRacks(p, listener.units(), block)
  if (!isUp) listener.worsened(block)
  p.ports.requestSettle(block)
}

function recountSubstation(p: PowerSite, _: Unit, __: boolean, listener: EquipmentListener): void {
  countSubstation(p, listener)
  listener.supplyChanged()
}

function countSubstation(p: PowerSite, listener: EquipmentListener): void {
  if (p.plan.substation === undefined) return
  const before = p.supply.substationUp
  p.supply.substationUp = transformersInService(listener.units(), 'substationTransformer', -1, listener.switchgear().connects)
  listener.breakers().regroup(-1)
  if (p.supply.substationUp < before) listener.breakers().worsenedSite()
}

/** Everything on the bus is counted anew: sections, ties or breakers have moved. */
export function reconnect(p: PowerSite, listener: EquipmentListener): void {
  countSubstation(p, listener)
  for (let block = 0; block < p.plan.blocks.length; block++) {
    const before = p.blocks.col.transformersUp[block]
    const after = transformersInService(listener.units(), 'blockTransformer', block, listener.switchgear().connects)
    if (after === before) continue
    p.blocks.col.transformersUp[block] = after
    listener.breakers().regroup(block)
    refreshTransformers(p, block)
    chainChanged(p, block, after > before, listener)
  }
  listener.supplyChanged()
}

const gearChanged: Apply = (p, unit, isUp, listener) => {
  if (unit.kind === 'busSection' && !isUp) listener.switchgear().faulted(unit.member)
  listener.switchgear().refresh()
  reconnect(p, listener)
}

function recountBlock(p: PowerSite, { owner }: Unit, isUp: boolean, listener: EquipmentListener): void {
  p.blocks.col.transformersUp[owner] = transformersInService(listener.units(), 'blockTransformer', owner, listener.switchgear().connects)
  listener.breakers().regroup(owner)
  refreshTransformers(p, owner)
  listener.supplyChanged()
  chainChanged(p, owner, isUp, listener)
}

const APPLY: Readonly<Record<UnitKind, Apply>> = {
  substationTransformer: recountSubstation,
  substationTapChanger: recountSubstation,
  blockTransformer: recountBlock,
  blockTapChanger: recountBlock,
  mainBreaker: recountBlock,
  busSection: gearChanged,
  relay: () => undefined,
  infeedBreaker: gearChanged,
  feederBreaker: gearChanged,
  upsModule(p, { owner, member }, isUp, listener) {
    p.systems.col.modulesUp[p.systemBegin[owner] + member] += isUp ? 1 : -1
    chainChanged(p, owner, isUp, listener)
  },
  upsSystem(p, { owner, member }, isUp, listener) {
    p.systems.col.up[p.systemBegin[owner] + member] = isUp ? 1 : 0
    if (!isUp && p.plan.blocks[owner].topology.systems > 1) p.ctx.emit({ kind: 'loadTransferred', what: `${p.plan.blocks[owner].path}/ups[${member}]`, block: owner })
    chainChanged(p, owner, isUp, listener)
  },
  mechanicalUpsModule(p, { owner }, isUp) {
    p.blocks.col.mechanicalModules[owner] += isUp ? 1 : -1
    refreshMechanicalUps(p, owner)
    p.ports.requestSettle(owner)
  },
  pdu(p, { owner }, isUp, listener) {
    chainChanged(p, owner, isUp, listener)
  },
  busway(p, { owner }, isUp, listener) {
    chainChanged(p, owner, isUp, listener)
  },
  engine: (_, { owner }, isUp, listener) => listener.plantChanged(owner, isUp),
  storageConverter: (_, { owner }, isUp, listener) => listener.storeChanged(owner, isUp),
}

/** Applies a failure or repair. */
export function applyUnit(p: PowerSite, unit: Unit, isUp: boolean, listener: EquipmentListener): void {
  APPLY[unit.kind](p, unit, isUp, listener)
}
