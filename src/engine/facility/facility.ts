/**
 * The making and keeping of the site: blocks are built and commissioned, racks are bought, installed and accepted, technicians and
 * spare parts serve whoever repairs. Power tells it when a block is energised; it tells the gates what is still missing.
 */
import { hasNodeTeams, mostPeople } from '../../scenario/crew-teams.ts'
import { planeCount } from '../../scenario/fabric-ports.ts'
import type { DomainContext, EquipmentDates, FacilityPort, Release, RepairPort } from '../ports.ts'
import { createCommissioning } from './commissioning.ts'
import { createTechnicians, type CrewSummary, type TechnicianSite } from './crew.ts'
import { createEquipment } from './equipment.ts'
import { createFabricDelivery } from './fabric-delivery.ts'
import { createInstallation, type Installation, type InstallationPorts } from './installation.ts'
import { createProcurement, planDeliveries } from './procurement.ts'
import { createRackStages } from './rack-stage.ts'
import { createNodeParts } from './node-parts.ts'
import { teamPool } from './node-teams.ts'
import type { SparesSummary } from './spares.ts'
import type { Teams } from './teams.ts'

export interface FacilityPorts extends InstallationPorts {
  /** Whoever repairs; asked late, because faults is built after facility. */
  readonly repair: () => RepairPort
  /** Teams of the crews, and what tells them of people who are free again; asked late, and only where teams are trained for nodes. */
  readonly teams?: () => { readonly teams: Teams; crewFreed(): void }
  /** Fire keeps people out of a rack; asked late. */
  readonly isRackClosed?: (rack: number) => boolean
  /** What the land and its phases hold, by block; nothing when left out. */
  readonly releases?: readonly Release[]
  /** A block has passed its last level of commissioning, or stands at the start; once for each. Without it nobody hears of it. */
  readonly commissioned?: (block: number) => void
  /** Standby sets carry the load banks of a block for so long, ms; without it nobody hears of it. */
  readonly testOnSets?: (block: number, spanMs: number) => void
}

export interface Facility extends FacilityPort {
  /** Closes the initial gates and schedules the first commands; called once at t = 0. */
  start(): void
  /** The block's design megawatts are committed and live for the first time. Later calls do nothing; may come before `start`. */
  blockEnergised(block: number): void
  /** Equipment that is waited for in this run; undefined when all comes as planned. */
  readonly equipment: EquipmentDates | undefined
  /** True when the building of a block stands, and when the block has passed its last level of commissioning. */
  isBuilt(block: number): boolean
  isCommissioned(block: number): boolean
  /** People may be free for nodes, or other places than before are closed. */
  techniciansChanged(): void
  /** Stage of every rack, codes of `RACK_STAGE`; read it anew after a restore. */
  rackStage(): Uint8Array
  crew(): CrewSummary
  spares(): SparesSummary
}

/** Most things of a network that can have failed at a time: ports of nodes and uplinks with their modules, and switches. */
const mostNetworkUnits = (accelerators: number, planes: number): number => 6 * accelerators * planes + 1000

/** Who repairs nodes, and where: teams trained for it, or so many technicians round the clock. */
function technicianSite(ctx: DomainContext, { teams, isRackClosed }: FacilityPorts): TechnicianSite {
  const { world, scenario } = ctx
  const { nodes, racks } = world
  const hasTeams = teams !== undefined && hasNodeTeams(scenario)
  return {
    pool: hasTeams ? teamPool(ctx, mostPeople(scenario.crews?.teams ?? [], 'it'), () => teams().teams, () => teams().crewFreed()) : scenario.faults.technicians,
    entities: nodes.count + racks.count + (hasTeams ? mostNetworkUnits(world.acceleratorCount, planeCount(scenario.fabric)) : 0),
    isBarred: isRackClosed === undefined ? undefined : unit => unit < nodes.count + racks.count && isRackClosed(unit < nodes.count ? nodes.rack[unit] : unit - nodes.count),
  }
}

/** Creates the facility domain. */
export function createFacility(ctx: DomainContext, ports: FacilityPorts): Facility {
  const { state, kernel, world } = ctx
  const { spares } = ctx.scenario.faults
  const crew = createTechnicians(state, kernel, technicianSite(ctx, ports), entity => ports.repair().technicianArrived(entity))
  const shelf = createNodeParts(ctx, spares, unit => ports.repair().partArrived(unit))
  const stages = createRackStages(state, world.racks.count)
  const network = createFabricDelivery(ctx, ports.gates, block => installation.networked(block))
  const installation: Installation = createInstallation(ctx, ports, stages, network.isThere)
  const equipment = createEquipment(ctx)
  const commissioning = createCommissioning(ctx, { gates: ports.gates, isEnergised: installation.isEnergised, buildingReady: installation.buildingReady, commissioned: block => ports.commissioned?.(block), releases: ports.releases, equipment: equipment.dates, testOnSets: ports.testOnSets })
  const timetable = planDeliveries(ctx)
  const procurement = createProcurement(ctx, ports.gates, timetable, stages, installation.stage)
  return {
    start() {
      for (const rack of timetable.standing) installation.standing(rack)
      for (const { lot, firstRack, endRack } of timetable.trucks) for (let rack = firstRack; rack < endRack; rack++) installation.announce(lot, rack)
      equipment.start()
      network.start()
      commissioning.start()
      procurement.start()
    },
    blockEnergised(block) {
      installation.energised(block)
      commissioning.energised(block)
    },
    equipment: equipment.dates,
    isBuilt: commissioning.isBuilt,
    isCommissioned: commissioning.isCommissioned,
    rackStage: stages.all,
    crew: crew.summary,
    spares: shelf.gpus.summary,
    requestTechnician: crew.request,
    releaseTechnician: (unit, people) => crew.release(people, unit),
    techniciansChanged: crew.changed,
    takePart: shelf.take,
  }
}
