/**
 * Repairs of the network. Where the file stocks the part that a repair takes, it is waited for first; where teams of the crews are trained
 * for `it`, technicians come next, and the stated time is their work. Without either a repair takes its stated time.
 */
import type { PartId } from '../../scenario/catalog/fault-classes.ts'
import { hasNodeTeams, mostPeople } from '../../scenario/crew-teams.ts'
import type { CommandType } from '../kernel/kernel.ts'
import type { FacilityPort } from '../ports.ts'
import { FAULT, type FabricBook } from './book.ts'

/** What each kind takes from the shelf; links are cleaned, reseated or laid anew from what is at hand. */
const PART: Readonly<Record<number, PartId>> = {
  [FAULT.nodeOptic]: 'optic', [FAULT.uplinkOptic]: 'optic',
  [FAULT.leafSwitch]: 'network-switch', [FAULT.spine]: 'network-switch', [FAULT.core]: 'network-switch',
  [FAULT.tray]: 'switch-tray',
}
/** Technicians that exchange a tray of a rack that is one domain; one does all else. */
const TRAY_PEOPLE = 2

export interface NetworkRepairs {
  /** The repair of a row of what has failed, with so much work at hand, ms. */
  begin(row: number, workMs: number): void
  /** The work on a row is done. */
  done(row: number): void
  technicianArrived(row: number): void
  partArrived(row: number): void
}

/** `repaired` is the command that ends a repair; `facility` is asked only where the file names people or parts for nodes. */
export function createNetworkRepairs(book: FabricBook, facility: () => FacilityPort, repaired: () => CommandType): NetworkRepairs {
  const { ctx, active, shape } = book
  const { world, kernel, scenario } = ctx
  const firstUnit = world.nodes.count + world.racks.count
  const mostThere = scenario.crews !== undefined && hasNodeTeams(scenario) ? mostPeople(scenario.crews.teams ?? [], 'it') : 0
  const asksParts = Object.values(scenario.faults?.spares.parts ?? {}).some(part => part !== undefined)

  const peopleFor = (row: number): number => {
    const isRack = active.col.kind[row] === FAULT.tray && shape.domainNodes(active.col.from[row]) > 1
    return Math.min(mostThere, isRack ? TRAY_PEOPLE : 1)
  }
  /** Ports, or accelerators, that wait for it: what carries more goes first. */
  const atRisk = (row: number): number => {
    const { kind, at, from, to } = active.col
    const nodes = to[row] - from[row]
    if (kind[row] === FAULT.leafSwitch) return nodes * shape.portsPerSwitch(from[row])
    if (kind[row] === FAULT.tray) return nodes * world.nodes.accelerators[from[row]]
    if (kind[row] === FAULT.spine) return world.blocks.accelerators[at[row]] / Math.max(1, shape.spines[at[row]])
    return kind[row] === FAULT.core ? world.acceleratorCount / Math.max(1, shape.cores) : 1
  }
  const work = (row: number): void => void kernel.schedule(repaired(), row, kernel.now + active.col.workMs[row])
  const askPeople = (row: number): void => {
    if (mostThere === 0) work(row)
    else facility().requestTechnician(firstUnit + row, atRisk(row), peopleFor(row))
  }
  return {
    begin(row, workMs) {
      active.col.workMs[row] = workMs
      const part = PART[active.col.kind[row]]
      if (!asksParts || part === undefined || facility().takePart(firstUnit + row, part)) askPeople(row)
    },
    done: row => void (mostThere > 0 && facility().releaseTechnician(firstUnit + row, peopleFor(row))),
    technicianArrived: work,
    partArrived: askPeople,
  }
}
