/** Checks of plants that need physics: published curves inside their box, towers that can be as close as they claim, water that freezes. */
import { TOWER_LIMITS, yorkCalcApproachK } from '../../physics/cooling-tower.ts'
import type { DesignDay as WeatherDesignDay, WeatherSeries } from '../../scenario/inputs.ts'
import type { BlockDesign } from '../cooling/block-design.ts'
import { bankPowerW, fitsCurves } from '../cooling/chiller-bank.ts'
import type { ChillerBank, TowerBank } from '../cooling/plant.ts'
import { towersLeavingC } from '../cooling/tower-bank.ts'
import type { Finding } from './finding.ts'

/** One of the loops of a block with the machines of its plant. */
interface Loop {
  readonly block: number
  readonly plant: string
  readonly path: readonly string[]
  readonly chillerKey: string
  readonly heatW: number
  readonly setpointC: number
  readonly chillers: ChillerBank | undefined
  readonly towers: TowerBank | undefined
  readonly design: BlockDesign
}

function loopsOf(design: BlockDesign): Loop[] {
  const { block, liquid, air, section } = design
  const loops: Loop[] = [
    { block, design, plant: section.plant, path: [], chillerKey: 'trim', heatW: liquid.heatW, setpointC: liquid.setpointC, chillers: design.trim, towers: design.towers },
    { block, design, plant: section.air.plant, path: ['air'], chillerKey: 'chillers', heatW: air.coilHeatW, setpointC: air.setpointC, chillers: design.airChillers, towers: design.airTowers },
  ]
  return loops.filter(({ heatW }) => heatW > 0)
}

const at = ({ block, path }: Loop, ...rest: readonly string[]): Finding['path'] => ['blocks', block, 'cooling', ...path, ...rest]
const degrees = (celsius: number): string => `${Number(celsius.toFixed(2))} degC`

/** Air or water at the condensers on the design day with the design heat shared by all machines, °C. */
function condenserOnDesignDay({ chillers, towers, heatW, setpointC, design }: Loop, { dryBulbC, wetBulbC }: WeatherDesignDay): number {
  if (chillers?.unit.heatRejection !== 'water') return dryBulbC + design.section.yardRecirculation
  if (towers === undefined || towers.count === 0) return -Infinity
  const compressorW = bankPowerW(chillers, chillers.count, heatW, setpointC, chillers.ambientMaxC)
  return towersLeavingC(towers, towers.count, heatW + compressorW, wetBulbC)
}

function outsideCurves(loop: Loop, day: WeatherDesignDay | undefined): Finding[] {
  const { chillers, setpointC, chillerKey } = loop
  const curves = chillers?.curves
  if (chillers === undefined || curves === undefined || chillers.count === 0) return []
  if (!fitsCurves(chillers, setpointC)) {
    const { min, max } = curves.leavingC
    return [{ severity: 'error', code: 'EIR_BOX', path: at(loop, 'supply'), message: `lies outside the curves of ${curves.name}, which hold for leaving water of ${degrees(min)} to ${degrees(max)} only`, value: degrees(setpointC), allowed: `${degrees(min)} to ${degrees(max)}, or a chiller without published curves` }]
  }
  const condenserC = day === undefined ? -Infinity : condenserOnDesignDay(loop, day)
  if (condenserC <= curves.condenserC.max) return []
  return [{ severity: 'error', code: 'EIR_BOX', path: at(loop, chillerKey), message: `leave the curves of ${curves.name} on the design day: their condensers get ${degrees(condenserC)}`, value: degrees(condenserC), allowed: `at most ${degrees(curves.condenserC.max)}: more towers, or a chiller without published curves` }]
}

/** Wet bulb at which towers are rated, °C. Source: EnergyPlus. */
const RATED_WET_BULB_C = 25.56

function tooCloseTowers(loop: Loop, day: WeatherDesignDay | undefined): Finding[] {
  const { towers, setpointC, plant, design } = loop
  const leastK = TOWER_LIMITS.approachK.min
  if (towers === undefined || towers.count === 0) return []
  const ratedK = yorkCalcApproachK({ flowRatio: towers.flowRatio, rangeK: towers.ratedHeatW / towers.capacityFlowWPerK, wetBulbC: RATED_WET_BULB_C })
  const told = { severity: 'error', code: 'APPROACH' } as const
  if (ratedK < leastK) return [{ ...told, path: at(loop, 'towers'), message: `would bring water to ${ratedK.toFixed(2)} K above the wet bulb, closer than towers get`, value: `approach ${ratedK.toFixed(2)} K`, allowed: `at least ${leastK} K: a larger range or flowRatio` }]
  if (plant !== 'cooling-tower' || day === undefined) return []
  const approachK = setpointC - design.section.economiser.approach - day.wetBulbC
  if (approachK >= leastK) return []
  return [{ ...told, path: at(loop, 'supply'), message: `leaves towers ${approachK.toFixed(2)} K above the wet bulb of ${degrees(day.wetBulbC)} on the design day, closer than they get`, value: degrees(setpointC), allowed: `at least ${degrees(setpointC + leastK - approachK)}, or chillers` }]
}

/** Water that freezes in the coldest hour; the glycol of a facility loop protects that loop alone. */
function freezing(design: BlockDesign, loops: readonly Loop[], coldestC: number): Finding[] {
  if (coldestC >= 0 || design.section.freezeProtection !== 'none') return []
  const open = loops.filter(({ path }) => path.length > 0 || design.section.facilityLoop.glycol === 0)
  if (open.length === 0) return []
  return [{ severity: 'error', code: 'FREEZE', path: ['blocks', design.block, 'cooling', 'freezeProtection'], message: `leaves water in outdoor coils and basins at ${degrees(coldestC)}`, value: 'none', allowed: 'drain-back or heaters; glycol protects the facility loop' }]
}

/** Findings over the plants of all blocks. */
export function plantFindings(designs: readonly BlockDesign[], { dryBulbC, hours, designDay }: WeatherSeries): Finding[] {
  let coldestC = designDay?.dryBulbMinC ?? Infinity
  for (let hour = 0; hour < hours; hour++) coldestC = Math.min(coldestC, dryBulbC[hour])
  return designs.flatMap(design => {
    const loops = loopsOf(design)
    return [...loops.flatMap(loop => [...outsideCurves(loop, designDay), ...tooCloseTowers(loop, designDay)]), ...freezing(design, loops, coldestC)]
  })
}
