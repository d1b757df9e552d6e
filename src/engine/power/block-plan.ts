/** One block's electrical chain in engine units, and what it draws at design. */
import { YEAR_MS } from '../../base/spans.ts'
import { CONVERTER_FITS, integerInputW } from '../../physics/converter-loss.ts'
import type { ConverterStage } from '../../physics/converter-stages.ts'
import { BATTERY_AGEING, batteryColdFactor, batteryLifeFactor } from '../../physics/battery-ageing.ts'
import type { UpsBattery } from '../../physics/ups-ride-through.ts'
import type { BlockPowerSection, TopologyId } from '../../scenario/schema/block-power.ts'
import type { Shedding } from '../../scenario/schema/rack-feeds.ts'
import type { World } from '../ports.ts'
import { buswayW, lowVoltageVa } from '../../scenario/rules/power-chain.ts'
import { type BranchPlan, branchPlans, sectionsPerPdu } from './branch-plan.ts'
import type { Reliability } from './component.ts'
import type { DistributionSpec, TransformerSpec, UpsSpec } from './components/index.ts'
import { components } from './components/index.ts'
import { factoredLoads, mixedPowerFactor } from './power-factor.ts'
import { rackPairs } from './rack-pairs.ts'
import { rackStagesOf } from './rack-stages.ts'
import { type Pair, TOPOLOGY, type Topology } from './redundancy.ts'
import { type StandbyPlan, standbyPlan } from './standby-plan.ts'
import { type CatchPlan, catchPlan } from './catchers.ts'
import { type BankState, composeBank, createBankState } from './ups-bank.ts'

/** What becomes of the batteries of a block. */
export interface BatteryCare {
  /** Life in the battery room, ms, and the share of it that is gone at first. */
  readonly lifeMs: number
  readonly lifeUsed: number
  readonly coldFactor: number
  /** Strings of all modules, and the rate at which one opens. */
  readonly strings: number
  readonly openPerYear: number
  readonly testMs: number
}

export interface BlockPlan {
  readonly path: string
  readonly topologyId: TopologyId
  readonly topology: Topology
  readonly ups: UpsSpec
  readonly upsModel: string
  /** Modules of each system. */
  readonly modules: readonly number[]
  readonly systemFailuresPerYear: number
  readonly systemRepairMs: number
  readonly battery: UpsBattery
  readonly batteryCare: BatteryCare
  /** The modules while they feed the load past their converters; undefined when they always convert. */
  readonly eco: UpsSpec | undefined
  readonly rechargeMs: number
  readonly transformer: TransformerSpec
  readonly transformerModel: string
  readonly transformerCount: number
  readonly distribution: DistributionSpec
  readonly racksPerSection: number
  /** Distribution units with a transformer before the busway, if any. */
  readonly pdu: DistributionSpec | undefined
  readonly racksPerPdu: number
  /** Busway and distribution units that could be overloaded. */
  readonly branches: readonly BranchPlan[]
  /** What the breaker between a transformer and the block's bus carries, W; Infinity where the file states none. */
  readonly mainBreakerW: number
  /** Converters inside an average rack, from its input to the busbar. */
  readonly rackStages: readonly ConverterStage[]
  /** Sections of busway of one path. */
  readonly sections: number
  readonly standby: StandbyPlan | undefined
  readonly retransferMs: number
  readonly rackBegin: number
  readonly rackEnd: number
  /** Probability that a static transfer switch does not transfer. */
  readonly switchFailure: number
  /** Pairs of systems that racks hang on, and the pair of each rack of the block. */
  readonly pairs: readonly Pair[]
  readonly rackPair: Int32Array
  /** What each rack of the block counts as at most, and the sums by pair, W. */
  readonly rackMaxW: Float64Array
  readonly pairMaxW: Float64Array
  /** True where a cap holds racks at what they count as, below what they could draw. */
  readonly capsRacks: boolean
  /** No rating, budget or cap holds anything: power inside the fence is idealised. */
  readonly isUnlimited: boolean
  /** Power at the outputs of the UPS systems per power at the racks, at full load. */
  readonly outputPerItW: number
  readonly oversubscription: number
  readonly shedding: Shedding
  /** Whether a controller ends overloads, and how long after their begin, ms. */
  readonly hasController: boolean
  readonly cappingMs: number
  readonly itMaxW: number
  readonly mechanicalDesignW: number
  /** Part of the mechanical load behind a UPS of its own, and the rating of that UPS, W. */
  readonly mechanicalOnUps: number
  readonly mechanicalUps: UpsSpec
  /** What hangs on that UPS on the design day, W, and its modules where the file states them. */
  readonly mechanicalOnUpsW: number
  readonly mechanicalBank: MechanicalBank | undefined
  /** Power that must be firm before the block is energised, W at the site bus. */
  readonly designW: number
  /** Blocks that it is the reserve of, if any. */
  readonly catches: CatchPlan | undefined
}

/** Modules of the UPS of pumps and air handlers; ratings in W. */
export interface MechanicalBank extends Reliability {
  readonly modules: number
  readonly ratedW: number
  readonly hasBypass: boolean
}

/** Energy stored per energy drawn while charging; engineering default. */
const RECHARGE_EFFICIENCY = 0.9
/** Stand-in rating of what carries nothing, so that its curve exists. */
const LEAST_RATED_W = 1

/** What each rack of the block counts as, W; equal parts of the block where rack types are not known. */
function rackCountedW(world: World, index: number): Float64Array {
  const begin = world.blocks.rackBegin[index]
  const count = world.blocks.rackBegin[index + 1] - begin
  return Float64Array.from({ length: count }, (_, i) => world.countedW[world.racks.type[begin + i]] ?? world.blocks.itMaxW[index] / count)
}

function pairMaxW(pairs: number, rackPair: Int32Array, rackMaxW: Float64Array): Float64Array {
  const sums = new Float64Array(pairs)
  rackPair.forEach((pair, i) => {
    sums[pair] += rackMaxW[i]
  })
  return sums
}

function batteryCare(ups: BlockPowerSection['ups']): BatteryCare {
  const chemistry = ups.chemistry === 'lead-acid' ? 'leadAcid' : 'lithiumIon'
  return {
    lifeMs: Math.round((ups.batteryLife ?? BATTERY_AGEING[chemistry].lifeYears * YEAR_MS) * batteryLifeFactor(chemistry, ups.batteryRoom)),
    lifeUsed: ups.batteryUsed,
    coldFactor: batteryColdFactor(chemistry, ups.batteryRoom),
    strings: Math.max(1, ups.strings * ups.count),
    openPerYear: ups.model === 'none' ? 0 : ups.openStrings,
    testMs: ups.batteryTest,
  }
}

function upsParts(section: BlockPowerSection, topology: Topology) {
  const { ups } = section
  const fit = { a0: ups.noLoadLoss, a1: ups.linearLoss, a2: ups.quadraticLoss }
  const spec: UpsSpec = { ratedW: ups.rated, fit, failuresPerYear: ups.failures, repairMs: ups.repair }
  const { systems } = topology
  return {
    ups: spec,
    upsModel: ups.model,
    modules: Array.from({ length: systems }, (_, s) => Math.floor(ups.count / systems) + (s < ups.count % systems ? 1 : 0)),
    systemFailuresPerYear: ups.systemFailures,
    systemRepairMs: ups.systemRepair,
    battery: { ratedW: ups.rated * ups.count, ratedMs: ups.rideThrough, exponent: ups.rideExponent },
    rechargeMs: ups.recharge,
    batteryCare: batteryCare(ups),
    eco: ups.mode === 'eco' ? { ...spec, fit: { a0: ups.ecoNoLoadLoss, a1: ups.ecoLinearLoss, a2: ups.ecoQuadraticLoss } } : undefined,
  }
}

/** Loss of busway at full load of a path when the file states none: AC, and 800 V DC; engineering defaults. */
const BUSWAY_LOSS = { ac: CONVERTER_FITS.busway.a2, dc: CONVERTER_FITS.dcBusway.a2 }

function distributionParts(section: BlockPowerSection, itMaxW: number, topology: Topology, rackMaxW: Float64Array) {
  const { distribution } = section
  const { pdu } = distribution
  const racks = rackMaxW.length
  const sections = Math.ceil(racks / distribution.section)
  const sectionW = distribution.current === undefined ? undefined : Math.floor(buswayW(distribution.kind, distribution.current))
  const sizedW = sectionW === undefined ? itMaxW / distribution.loading : sections * sectionW
  const ratedW = Math.max(LEAST_RATED_W, sizedW)
  const usualLoss = distribution.kind === 'dc-800' ? BUSWAY_LOSS.dc : BUSWAY_LOSS.ac
  const busway: DistributionSpec = { ratedW, noLoadFraction: 0, linearFraction: distribution.linearLoss, lossFraction: distribution.loss ?? usualLoss, failuresPerYear: distribution.failures, repairMs: distribution.repair }
  const sizes = { racksPerSection: distribution.section, racksPerPdu: pdu?.racks ?? 1 }
  const pduW = pdu?.rated === undefined ? ratedW : Math.ceil(sections / sectionsPerPdu(sizes)) * pdu.rated
  return {
    distribution: busway,
    ...sizes,
    sections,
    branches: branchPlans({ ...sizes, topology, distribution: busway, sections, rackMaxW, sectionW, pduW: pdu?.rated }),
    pdu: pdu === undefined ? undefined : { ratedW: pduW, noLoadFraction: pdu.noLoadLoss, linearFraction: 0, lossFraction: pdu.loadLoss, failuresPerYear: pdu.failures, repairMs: pdu.repair },
    rackStages: rackStagesOf(section, itMaxW / Math.max(1, racks)),
  }
}

function mechanicalParts(section: BlockPowerSection, ups: UpsSpec, mechanicalDesignW: number) {
  const onUpsW = Math.ceil(mechanicalDesignW * section.mechanicalOnUps)
  const { mechanicalUps: stated } = section
  const bank: MechanicalBank | undefined = stated === undefined || section.mechanicalOnUps === 0 ? undefined : { modules: stated.modules, ratedW: stated.rated, hasBypass: stated.bypass, failuresPerYear: stated.failures, repairMs: stated.repair }
  return { mechanicalOnUpsW: onUpsW, mechanicalBank: bank, mechanicalUps: { ...ups, ratedW: Math.max(LEAST_RATED_W, bank === undefined ? onUpsW : bank.modules * bank.ratedW) } }
}

/** Builds the plan of block `index` of the world. */
export function blockPlan(section: BlockPowerSection, world: World, index: number, mechanicalW?: number): BlockPlan {
  const topology = TOPOLOGY[section.topology]
  const { transformers } = section
  const itMaxW = world.blocks.itMaxW[index]
  const mechanicalDesignW = Math.round(mechanicalW ?? section.mechanicalAllowance * itMaxW)
  const rackBegin = world.blocks.rackBegin[index]
  const rackEnd = world.blocks.rackBegin[index + 1]
  const parts = upsParts(section, topology)
  const { pairs, rackPair } = rackPairs(section.topology, section.rackFeeds, rackEnd - rackBegin)
  const rackMaxW = rackCountedW(world, index)
  const withoutDesign: BlockPlan = {
    ...parts,
    path: world.blocks.path[index],
    topologyId: section.topology,
    topology,
    transformer: {
      rating: { ratedVa: transformers.rated, noLoadLossW: transformers.noLoadLoss, loadLossW: transformers.loadLoss },
      powerFactor: mixedPowerFactor(factoredLoads(section, itMaxW, mechanicalDesignW)),
      failuresPerYear: transformers.failures,
      repairMs: transformers.repair,
    },
    transformerModel: transformers.model,
    transformerCount: transformers.count,
    ...distributionParts(section, itMaxW, topology, rackMaxW),
    mainBreakerW: section.switchboard.breaker === undefined ? Infinity : Math.floor(lowVoltageVa(section.distribution.kind, section.switchboard.breaker) * mixedPowerFactor(factoredLoads(section, itMaxW, mechanicalDesignW))),
    standby: standbyPlan(section),
    retransferMs: section.retransfer,
    rackBegin,
    rackEnd,
    switchFailure: section.rackFeeds.switchFailure,
    pairs,
    rackPair,
    capsRacks: capsRacks(world, rackBegin, rackEnd),
    isUnlimited: false,
    outputPerItW: 1,
    oversubscription: section.oversubscription,
    shedding: section.shedding,
    hasController: section.capping.controller,
    cappingMs: section.capping.brake ?? section.capping.detect + section.capping.act,
    rackMaxW,
    pairMaxW: pairMaxW(pairs.length, rackPair, rackMaxW),
    itMaxW,
    mechanicalDesignW,
    mechanicalOnUps: section.mechanicalOnUps,
    ...mechanicalParts(section, parts.ups, mechanicalDesignW),
    designW: 0,
    catches: catchPlan(section, world),
  }
  return { ...withoutDesign, outputPerItW: outputPerItW(withoutDesign), designW: section.designPower ?? designInputW(withoutDesign) }
}

/** True if some rack could draw more than it counts as. */
function capsRacks(world: World, rackBegin: number, rackEnd: number): boolean {
  for (let rack = rackBegin; rack < rackEnd; rack++) {
    const type = world.racks.type[rack]
    if (world.countedW[type] < world.rackTypes[type]?.sustained) return true
  }
  return false
}

/** What leaves the UPS systems for `itW` at the racks, W. */
function outputW({ distribution, pdu, topology }: BlockPlan, itW: number): number {
  const intoBuswayW = integerInputW(components.distribution.lossCurve(distribution, topology.paths), itW)
  return pdu === undefined ? intoBuswayW : integerInputW(components.distribution.lossCurve(pdu, topology.paths), intoBuswayW)
}

/** The worse of full and half load bounds the ratio in between: standing losses weigh more at half, load losses at full. */
function outputPerItW(plan: BlockPlan): number {
  const itW = Math.round(plan.itMaxW)
  const halfW = Math.ceil(itW / 2)
  return itW === 0 ? 1 : Math.max(outputW(plan, itW) / itW, outputW(plan, halfW) / halfW)
}

/** The bank of UPS systems with everything healthy. */
export function healthyBank(plan: BlockPlan): BankState {
  const bank = createBankState(plan.topology)
  plan.modules.forEach((count, system) => {
    bank.ratedW[system] = count * plan.ups.ratedW
  })
  composeBank(plan, bank)
  return bank
}

/** What the block draws at the site bus with all racks at maximum and cooling at its design day, W. */
export function designInputW(plan: BlockPlan): number {
  const busway = components.distribution.lossCurve(plan.distribution, plan.topology.paths)
  const intoBuswayW = integerInputW(busway, Math.round(plan.itMaxW))
  const intoPduW = plan.pdu === undefined ? intoBuswayW : integerInputW(components.distribution.lossCurve(plan.pdu, plan.topology.paths), intoBuswayW)
  const intoUpsW = integerInputW(healthyBank(plan).curve, intoPduW)
  const onUpsW = Math.floor(plan.mechanicalDesignW * plan.mechanicalOnUps)
  const intoMechanicalUpsW = integerInputW(components.ups.lossCurve(plan.mechanicalUps, 1), onUpsW)
  const lowVoltageW = intoUpsW + intoMechanicalUpsW + plan.mechanicalDesignW - onUpsW
  return integerInputW(components.transformer.lossCurve(plan.transformer, Math.max(1, plan.transformerCount)), lowVoltageW)
}

/** Power that recharges an empty battery within the recharge time, W. */
export function rechargeW(plan: BlockPlan): number {
  return Math.ceil((plan.battery.ratedW * plan.battery.ratedMs) / plan.rechargeMs / RECHARGE_EFFICIENCY)
}
