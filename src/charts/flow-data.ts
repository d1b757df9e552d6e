/** From finished runs to the drawings of energy and heat; what runs do not tell apart is a node of its own. */
import { average } from '../analysis/estimate.ts'
import { megawattHours } from '../analysis/energy.ts'
import type { RunResult } from '../results/run-result.ts'
import { liquidShare } from '../scenario/liquid-share.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { sitesOf } from '../scenario/sites.ts'
import { FLOW, type FlowData, type FlowLink, type FlowNode } from './flow.ts'
import { SERIES } from './palette.ts'

/** Heat that takes water of 30 °C into vapour, MWh/kg: 2430 kJ/kg (IAPWS-IF97, saturated). */
const VAPOUR_MWH_PER_KG = 2430 / 3.6e6
const UG_PER_KG = 1e9

/** An amount of each replication as a link. */
function linkOf(from: string, to: string, runs: readonly RunResult[], of: (run: RunResult) => number): FlowLink {
  const values = runs.map(run => Math.max(0, of(run)))
  return { from, to, amount: average(values), low: values.reduce((low, value) => Math.min(low, value), Infinity), high: values.reduce((high, value) => Math.max(high, value), 0) }
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)

const SOURCES: readonly (FlowNode & { readonly of: (run: RunResult) => number })[] = [
  { id: FLOW.grid, label: 'Grid', column: 0, colour: SERIES.blue, of: ({ energy }) => megawattHours(energy.gridWms) },
  { id: 'plant', label: 'Plants on site', column: 0, colour: SERIES.vermilion, of: ({ onSite }) => megawattHours(onSite.plantWms) },
  { id: 'solar', label: 'Sun', column: 0, colour: SERIES.yellow, of: ({ onSite }) => megawattHours(onSite.solarWms) },
  { id: 'standby', label: 'Standby sets', column: 0, colour: SERIES.orange, of: ({ onSite }) => megawattHours(onSite.standbyWms) },
  { id: 'storage', label: 'Storage', column: 0, colour: SERIES.purple, of: ({ onSite }) => megawattHours(onSite.storageOutWms) },
  { id: 'ups', label: 'UPS batteries', column: 0, colour: SERIES.grey, of: ({ onSite }) => megawattHours(onSite.upsWms) },
]

const roomLossMWh = ({ efficiency }: RunResult): number => sum(efficiency.map(({ roomLossWms }) => megawattHours(roomLossWms)))
const blockMechanicalMWh = ({ efficiency }: RunResult): number => sum(efficiency.map(({ mechanicalWms }) => megawattHours(mechanicalWms)))

/** Energy from its source over the blocks to IT, cooling and losses. */
export function powerFlowData(runs: readonly RunResult[]): FlowData {
  const blocks = runs[0].efficiency
  const blockNodes = blocks.map(({ label }, at): FlowNode => ({ id: `block${at}`, label, column: 2, colour: SERIES.sky }))
  const nodes: FlowNode[] = [
    ...SOURCES, { id: FLOW.site, label: 'Site', column: 1, colour: SERIES.blue }, ...blockNodes,
    { id: 'common', label: 'Plant of the site', column: 2, colour: SERIES.sky }, { id: 'ways', label: 'Yard and feeders', column: 2, colour: SERIES.orange }, { id: 'charge', label: 'Into storage', column: 2, colour: SERIES.purple },
    { id: FLOW.it, label: 'IT', column: 3, colour: SERIES.green }, { id: 'cooling', label: 'Cooling', column: 3, colour: SERIES.sky }, { id: 'losses', label: 'Losses', column: 3, colour: SERIES.orange },
  ]
  const energyOf = (run: RunResult, at: number) => run.efficiency[at]
  const perBlock = blocks.flatMap((_, at) => [
    linkOf(FLOW.site, `block${at}`, runs, run => megawattHours(energyOf(run, at).itWms) + megawattHours(energyOf(run, at).mechanicalWms) + megawattHours(energyOf(run, at).roomLossWms)),
    linkOf(`block${at}`, FLOW.it, runs, run => megawattHours(energyOf(run, at).itWms)),
    linkOf(`block${at}`, 'cooling', runs, run => megawattHours(energyOf(run, at).mechanicalWms)),
    linkOf(`block${at}`, 'losses', runs, run => megawattHours(energyOf(run, at).roomLossWms)),
  ])
  const commonMWh = (run: RunResult): number => megawattHours(run.energy.mechanicalWms) - blockMechanicalMWh(run)
  const waysMWh = (run: RunResult): number => megawattHours(run.energy.lossWms) - roomLossMWh(run) - megawattHours(run.onSite.storageInWms)
  return {
    nodes, replications: runs.length,
    links: [
      ...SOURCES.map(({ id, of }) => linkOf(id, FLOW.site, runs, of)), ...perBlock,
      linkOf(FLOW.site, 'common', runs, commonMWh), linkOf('common', 'cooling', runs, commonMWh),
      linkOf(FLOW.site, 'ways', runs, waysMWh), linkOf('ways', 'losses', runs, waysMWh),
      linkOf(FLOW.site, 'charge', runs, ({ onSite }) => megawattHours(onSite.storageInWms)),
    ],
  }
}

/** Where the heat of a block's IT goes: one share where all of its racks have the same, else nobody wrote down which part of it. */
function loopShares({ cooling, racks }: Scenario['blocks'][number]): { readonly liquid: number; readonly air: number } | null {
  const shares = racks.map(lot => liquidShare(cooling, lot))
  return shares.length > 0 && shares.every(share => share === shares[0]) ? { liquid: shares[0], air: 1 - shares[0] } : null
}

/** Heat from what makes it over the loops to what carries it off. */
export function heatFlowData(scenario: Scenario, runs: readonly RunResult[]): FlowData {
  const [first] = runs
  const blocks = sitesOf(scenario).flatMap(({ scenario: own }) => own.blocks)
  const itMWh = (run: RunResult, at: number): number => megawattHours(run.efficiency[at].itWms)
  const sources = first.efficiency.map(({ label }, at): FlowNode => ({ id: `block${at}`, label: `IT of ${label}`, column: 0, colour: SERIES.green }))
  const nodes: FlowNode[] = [
    ...sources, { id: 'rooms', label: 'Losses in electrical rooms', column: 0, colour: SERIES.orange }, { id: 'machines', label: 'Fans, pumps, compressors', column: 0, colour: SERIES.sky },
    { id: 'liquid', label: 'Liquid loops', column: 1, colour: SERIES.blue }, { id: 'mixed', label: 'Liquid and air, not told apart', column: 1, colour: SERIES.grey, isHatched: true }, { id: 'air', label: 'Air', column: 1, colour: SERIES.sky },
    { id: FLOW.heat, label: 'Heat to reject', column: 2, colour: SERIES.vermilion },
    { id: FLOW.vapour, label: 'Water vapour', column: 3, colour: SERIES.blue }, { id: 'dry', label: 'Outdoor air', column: 3, colour: SERIES.grey },
  ]
  const shares = first.efficiency.map((_, at) => (blocks[at] === undefined ? null : loopShares(blocks[at])))
  const totalMWh = (run: RunResult): number => sum(run.efficiency.map((_, at) => itMWh(run, at))) + roomLossMWh(run) + megawattHours(run.energy.mechanicalWms)
  const vapourMWh = (run: RunResult): number => Math.min(totalMWh(run), (Number(BigInt(run.water.evaporatedUg)) / UG_PER_KG) * VAPOUR_MWH_PER_KG)
  const ofLoop = (run: RunResult, loop: 'liquid' | 'air'): number => sum(shares.map((share, at) => (share === null ? 0 : share[loop] * itMWh(run, at))))
  const mixedMWh = (run: RunResult): number => sum(shares.map((share, at) => (share === null ? itMWh(run, at) : 0)))
  return {
    nodes, replications: runs.length,
    links: [
      ...shares.flatMap((share, at) => (share === null ? [linkOf(`block${at}`, 'mixed', runs, run => itMWh(run, at))] : [linkOf(`block${at}`, 'liquid', runs, run => share.liquid * itMWh(run, at)), linkOf(`block${at}`, 'air', runs, run => share.air * itMWh(run, at))])),
      linkOf('rooms', 'air', runs, roomLossMWh), linkOf('machines', FLOW.heat, runs, ({ energy }) => megawattHours(energy.mechanicalWms)),
      linkOf('liquid', FLOW.heat, runs, run => ofLoop(run, 'liquid')), linkOf('mixed', FLOW.heat, runs, mixedMWh), linkOf('air', FLOW.heat, runs, run => ofLoop(run, 'air') + roomLossMWh(run)),
      linkOf(FLOW.heat, FLOW.vapour, runs, vapourMWh), linkOf(FLOW.heat, 'dry', runs, run => totalMWh(run) - vapourMWh(run)),
    ],
  }
}
