/** Rules of a block's electrical chain: what joins to what, ratings against what hangs on them, losses that exist. */
import { electricalPeakW } from '../rack-power.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Block = Scenario['blocks'][number]
type Power = Block['power']
type Fit = Readonly<Record<'noLoadLoss' | 'linearLoss' | 'quadraticLoss', number>>

const kilowatts = (w: number): string => `${(w / 1000).toFixed(1)} kW`
const eachBlock = (blocks: readonly Block[], find: (block: Block, at: readonly [string, number, string]) => readonly Finding[]): Finding[] => blocks.flatMap((block, index) => find(block, ['blocks', index, 'power']))

/** Highest electrical draw of a rack of the block, W. */
const peakW = ({ racks }: Block): number => Math.max(0, ...racks.map(electricalPeakW))

/** Where direct current meets alternating current without a converter between. */
function mismatches({ power }: Block, at: readonly [string, number, string]): Finding[] {
  const { kind } = power.distribution
  const carried = kind === 'dc-800' ? 'dc' : 'ac'
  const found: Finding[] = []
  if (power.ups.output !== carried) {
    found.push({ path: [...at, 'ups', 'model'], message: `delivers ${power.ups.output.toUpperCase()} to a distribution of kind ${kind}`, value: power.ups.model, allowed: carried === 'dc' ? 'a module with a DC output, such as rectifier-2500kw' : 'a module with an AC output, or distribution.kind dc-800' })
  }
  power.rackStages?.forEach(({ input, model }, index) => {
    // What leaves the first stage is DC, whatever fed it.
    const fed = index === 0 ? carried : 'dc'
    if (input !== fed) found.push({ path: [...at, 'rackStages', index, 'model'], message: `takes ${input.toUpperCase()} and is fed with ${fed.toUpperCase()}`, value: model, allowed: `a stage with a ${fed.toUpperCase()} input` })
  })
  return found
}

/** Least loss per output over all loads up to the rating. */
function leastLoss({ noLoadLoss, linearLoss, quadraticLoss }: Fit): number {
  const best = quadraticLoss > 0 ? Math.min(1, Math.sqrt(noLoadLoss / quadraticLoss)) : 1
  return best > 0 ? noLoadLoss / best + linearLoss + quadraticLoss * best : linearLoss
}

/** No converter is better than this anywhere. */
const BEST_EFFICIENCY = 0.9995
const isTooGood = (lossPerOutput: number): boolean => 1 / (1 + lossPerOutput) > BEST_EFFICIENCY

function losses({ power }: Block, at: readonly [string, number, string]): Finding[] {
  const finding = (path: readonly (string | number)[], lossPerOutput: number): Finding[] =>
    isTooGood(lossPerOutput) ? [{ path: [...at, ...path], message: 'loses less than any converter does', value: `${(100 / (1 + lossPerOutput)).toFixed(3)} % at best`, allowed: `an efficiency of at most ${BEST_EFFICIENCY * 100} %; ups model none where there is no converter` }] : []
  const { ups, rackStages, distribution } = power
  return [
    ...(ups.model === 'none' ? [] : finding(['ups'], leastLoss(ups))),
    ...(rackStages ?? []).flatMap((stage, index) => finding(['rackStages', index], leastLoss(stage) + (1 + stage.offset / stage.rated) / stage.efficiency - 1)),
    ...(distribution.pdu === undefined ? [] : finding(['distribution', 'pdu'], leastLoss({ noLoadLoss: distribution.pdu.noLoadLoss, linearLoss: 0, quadraticLoss: distribution.pdu.loadLoss }))),
  ]
}

/** The first stage is the shelf that faces the supply; later ones sit at single nodes, whose draw the rack's peak does not tell. */
function shelves(block: Block, at: readonly [string, number, string]): Finding[] {
  const stage = block.power.rackStages?.[0]
  if (stage === undefined) return []
  const carriedW = Math.max(0, stage.count - stage.spare) * stage.rated
  const neededW = peakW(block)
  if (carriedW >= neededW) return []
  const allowed = `at least ${Math.ceil(neededW / stage.rated) + stage.spare} units of ${kilowatts(stage.rated)}, ${stage.spare} of them spare`
  return [{ path: [...at, 'rackStages', 0, 'count'], message: `carries ${kilowatts(carriedW)} without its spare units, less than the highest draw of a rack, ${kilowatts(neededW)}`, value: String(stage.count), allowed }]
}

/** Line voltage of a kind of distribution, and what multiplies it with the current to give power. */
const LINE: Readonly<Record<Power['distribution']['kind'], { readonly v: number; readonly factor: number }>> = {
  'ac-415': { v: 415, factor: Math.sqrt(3) * 0.98 },
  'ac-480': { v: 480, factor: Math.sqrt(3) * 0.98 },
  'dc-800': { v: 800, factor: 1 },
}

/** Power of a section of busway at a current, W. */
export const buswayW = (kind: Power['distribution']['kind'], currentA: number): number => LINE[kind].v * LINE[kind].factor * currentA

/** Apparent power of a switchboard's line at a current, VA; rectifiers of a DC distribution are fed at 480 V. */
export const lowVoltageVa = (kind: Power['distribution']['kind'], currentA: number): number => Math.sqrt(3) * (kind === 'ac-415' ? 415 : 480) * currentA

/** Distribution units that carry less than their racks may ask for. */
function distributionUnits(block: Block, at: readonly [string, number, string]): Finding[] {
  const { pdu, oversubscribed, loading } = block.power.distribution
  if (pdu?.rated === undefined || oversubscribed) return []
  const neededW = pdu.racks * peakW(block)
  const carriedW = pdu.rated * loading
  if (neededW <= carriedW) return []
  return [{ path: [...at, 'distribution', 'pdu', 'rated'], message: `carries ${kilowatts(carriedW)} at ${loading * 100} % of its rating, less than its ${pdu.racks} racks may draw, ${kilowatts(neededW)}`, value: kilowatts(pdu.rated), allowed: `at least ${kilowatts(Math.ceil(neededW / loading / 100) * 100)}, fewer racks behind a unit, or oversubscribed: true` }]
}

function busways(block: Block, at: readonly [string, number, string]): Finding[] {
  const { kind, current, oversubscribed, loading, section } = block.power.distribution
  if (current === undefined || oversubscribed) return []
  const neededW = section * peakW(block)
  const carriedW = buswayW(kind, current) * loading
  if (neededW <= carriedW) return []
  const neededA = Math.ceil((current * neededW) / carriedW)
  return [{ path: [...at, 'distribution', 'current'], message: `carries ${kilowatts(carriedW)} at ${loading * 100} % of its rating, less than the ${section} racks of a section may draw, ${kilowatts(neededW)}`, value: `${current} A`, allowed: `at least ${neededA} A, fewer racks on a section, or oversubscribed: true` }]
}

export const powerChainRules: readonly Rule[] = [
  rule('DC_AC', 'error', ['blocks'], ({ blocks }) => eachBlock(blocks, mismatches)),
  rule('LOSS_POS', 'error', ['blocks'], ({ blocks }) => eachBlock(blocks, losses)),
  rule('SHELF', 'error', ['blocks'], ({ blocks }) => eachBlock(blocks, shelves)),
  rule('BUSWAY_A', 'error', ['blocks'], ({ blocks }) => eachBlock(blocks, (block, at) => [...busways(block, at), ...distributionUnits(block, at)])),
]
