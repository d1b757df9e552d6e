/**
 * What it costs that blocks are ready later than promised: interest on facility and hardware that stand idle, rent or margin forgone,
 * damages, less upkeep that is not spent yet. Source: model specification, Eq 10.1.
 */
import { firstLots, lotAccelerators } from '../scenario/lots.ts'
import { pow } from '../base/exact-math.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { sumBySite } from './by-site.ts'

const MONTHS_PER_YEAR = 12
/** A month of 365.25 / 12 days, ms. */
const MONTH_MS = (365.25 / MONTHS_PER_YEAR) * 86_400_000
/** What must have happened before a block can earn. */
const READINESS = ['Energised', 'building', 'level5', 'cooling plant']

export interface DelayedBlock {
  readonly itKW: number
  readonly accelerators: number
  /** Months between the promised and the actual day. */
  readonly months: number
}

/** Cost of the delay of one block, USD; its capital is taken as spent on the promised day. */
export function blockDelayUsd({ money }: Pick<Scenario, 'money'>, { itKW, accelerators, months }: DelayedBlock): number {
  if (months <= 0) return 0
  const capital = itKW * money.facility.capex + accelerators * money.accelerators.capex
  const interest = pow(1 + money.discountRate, months / MONTHS_PER_YEAR) - 1
  const avoided = (itKW * money.facility.capex * money.facility.maintenance + accelerators * money.accelerators.capex * money.accelerators.maintenance) / MONTHS_PER_YEAR
  return capital * interest + months * (itKW * (money.delay.margin + money.delay.damages) - money.delay.avoidedShare * avoided)
}

/** Months from the promised day until a block is energised, built, commissioned and cooled; until the horizon if it never is. */
function delayMonths(run: RunResult, block: number, promisedMs: number): number {
  const reached = READINESS.map(name => run.milestones.find(milestone => milestone.block === block && milestone.name === name))
  const isEnergised = reached[0] !== undefined
  const readyMs = isEnergised ? Math.max(...reached.map(milestone => milestone?.atMs ?? 0)) : run.horizonMs
  return Math.max(0, Math.min(readyMs, run.horizonMs) - promisedMs) / MONTH_MS
}

/** Every block of a run with its delay. */
function delays(scenario: Scenario, run: RunResult): DelayedBlock[] {
  return scenario.blocks.map((late, block) => {
    const racks = firstLots(late)
    const promisedMs = Math.max(0, (late.ready - run.startDay) * 86_400_000)
    const itKW = racks.reduce((kW, lot) => kW + (lot.count * lot.max) / 1000, 0)
    const accelerators = racks.reduce((count, lot) => count + lotAccelerators(lot), 0)
    return { itKW, accelerators, months: delayMonths(run, block, promisedMs) }
  })
}

/** Cost of all late blocks of a run, USD over the horizon. */
export const delayUsd = (scenario: Scenario, run: RunResult): number =>
  sumBySite(scenario, run, (site, own) => delays(site, own).reduce((sum, late) => sum + blockDelayUsd(site, late), 0))

/** IT power of late blocks times their delay, MW·months over the horizon. */
export const idleMegawattMonths = (scenario: Scenario, run: RunResult): number =>
  sumBySite(scenario, run, (site, own) => delays(site, own).reduce((sum, { itKW, months }) => sum + (itKW / 1000) * months, 0))
