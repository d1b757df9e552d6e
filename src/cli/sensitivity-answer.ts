/** Which input a result depends on: what is asked of a file, the points that it takes, and the answer. */
import { morris } from '../analysis/designs/morris.ts'
import { MOST_SALTELLI_FACTORS, saltelli } from '../analysis/designs/saltelli.ts'
import { isPowerOfTwo } from '../analysis/designs/sobol.ts'
import { average, meanInterval, quantile } from '../analysis/estimate.ts'
import { correlatedFactors } from '../analysis/sensitivity/correlated.ts'
import { endsOf, type Factor, factorsOf, statedFactor } from '../analysis/sensitivity/factors.ts'
import { morrisEffects } from '../analysis/sensitivity/morris-effects.ts'
import { sobolIndices } from '../analysis/sensitivity/sobol-indices.ts'
import { tornado } from '../analysis/sensitivity/tornado.ts'
import { loadScenario } from '../scenario/load.ts'
import { UsageError } from './command.ts'
import { type Asked, type Change, figureNamed, figuresAt, type FigureKey } from './experiment/figures-at.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Host } from './host.ts'
import { readChecked } from './read-scenario.ts'
import type { RunFlags } from './run-flags.ts'
import { type Answer, morrisAnswer, responseAnswer, sobolAnswer, tornadoAnswer } from './sensitivity-text.ts'

export const METHODS = ['tornado', 'morris', 'sobol'] as const

/** What is asked; charts leave all but the result to what the program takes for it. */
export interface SensitivityFlags extends RunFlags {
  readonly option?: string
  readonly factor?: readonly string[]
  readonly response?: string
  readonly result: string
  readonly method: (typeof METHODS)[number]
  readonly points: number
  readonly trajectories: number
  readonly base: number
}

/** Where nothing else is asked. */
export const SENSITIVITY_DEFAULTS = { result: 'meanUtilisation', method: 'tornado', points: 7, trajectories: 10, base: 64 } as const satisfies Partial<SensitivityFlags>

/** A question with all that is needed to ask it. */
interface Question {
  readonly host: Host
  readonly asked: Asked
  readonly factors: readonly Factor[]
  readonly key: FigureKey
  readonly flags: SensitivityFlags
  readonly seed: number
  readonly scenario: string
}

type Answered = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly exit: ExitCode }

/** The file with each factor at a share of its range. */
const changeAt = (factors: readonly Factor[], shares: readonly number[], label: string): Change => ({ label, set: factors.map(({ path, at }, index) => ({ path, value: at(shares[index]) })) })

async function askTornado({ host, asked, factors, key }: Question): Promise<Answered> {
  const middle = factors.map(factor => endsOf(factor).middle)
  const changes = factors.flatMap((factor, index) => (['low', 'high'] as const).map(end => changeAt(factors, middle.with(index, endsOf(factor)[end]), `${factor.path} ${end}`)))
  const done = await figuresAt(host, asked, [changeAt(factors, middle, 'middle'), ...changes], key)
  if (!done.ok) return done
  const [centre, ...ends] = done.values
  const swings = tornado(factors.map((_, index) => ({ low: ends[2 * index], high: ends[2 * index + 1] })))
  return { ok: true, answer: tornadoAnswer(key, factors, { middle: average(centre), replications: centre.length }, swings) }
}

async function askMorris({ host, asked, factors, key, flags, seed }: Question): Promise<Answered> {
  const design = morris(flags.trajectories, factors.length, seed)
  const shares = (point: readonly number[]): number[] => point.map((u, index) => withinEnds(factors[index], u))
  const done = await figuresAt(host, asked, design.points.map((point, index) => changeAt(factors, shares(point), `point ${index}`)), key)
  return done.ok ? { ok: true, answer: morrisAnswer(key, factors, morrisEffects(design, done.values.map(average))) } : done
}

/** A share of a range between the ends of a factor: whole quantiles 0 and 1 of a distribution may not exist. */
function withinEnds(factor: Factor, u: number): number {
  const { low, high } = endsOf(factor)
  return low + u * (high - low)
}

async function askSobol({ host, asked, factors, key, flags, seed }: Question): Promise<Answered> {
  if (factors.length > MOST_SALTELLI_FACTORS) throw new UsageError(`Sobol’ indices take at most ${MOST_SALTELLI_FACTORS} factors, not ${factors.length}; name some with --factor`)
  const design = saltelli(flags.base, factors.length, seed)
  const done = await figuresAt(host, asked, design.points.map((point, index) => changeAt(factors, point, `point ${index}`)), key)
  return done.ok ? { ok: true, answer: sobolAnswer(key, factors, sobolIndices(done.values.map(average), factors.length, seed)) } : done
}

async function askResponse({ host, asked, factors, key, flags }: Question): Promise<Answered> {
  const factor = factors.find(({ path }) => path === flags.response)
  if (factor === undefined) throw new UsageError(`'${flags.response}' is no factor: give its range with --factor ${flags.response}=low..high; the file states ${factors.map(({ path }) => path).join(', ') || 'none'}`)
  const shares = Array.from({ length: flags.points }, (_, index) => withinEnds(factor, index / (flags.points - 1)))
  const done = await figuresAt(host, asked, shares.map(u => changeAt([factor], [u], factor.at(u))), key)
  if (!done.ok) return done
  const curve = shares.map((u, index) => {
    const sorted = done.values[index].toSorted((a, b) => a - b)
    return { x: factor.numberAt(u), text: factor.at(u), mean: average(sorted), ci95: meanInterval(sorted), p10: quantile(sorted, 0.1), p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) }
  })
  return { ok: true, answer: responseAnswer(key, factor, { replications: done.values[0].length, points: curve }) }
}

const ASK = { tornado: askTornado, morris: askMorris, sobol: askSobol } as const

/** Factors that are named, or all that the file states; the one of a response is looked for among both. */
function chosenFactors(flags: SensitivityFlags, own: readonly Factor[]): Factor[] {
  const stated = (flags.factor ?? []).map(text => {
    const read = statedFactor(text)
    if (!read.ok) throw new UsageError(`--factor ${read.error}`)
    return read.value
  })
  if (flags.response !== undefined) return [...stated, ...own.filter(({ path }) => stated.every(each => each.path !== path))]
  return stated.length > 0 ? stated : [...own]
}

async function question(host: Host, file: string, flags: SensitivityFlags): Promise<Question | undefined> {
  const { factor: _factor, response: _response, result, option, set = [], ...rest } = flags
  const key = figureNamed(result)
  if (!isPowerOfTwo(flags.base)) throw new UsageError(`--base takes a power of two, not ${flags.base}`)
  const checked = await readChecked(host, file, { option, set })
  if (checked === undefined) return undefined
  const { read, scenario } = checked
  const { document } = loadScenario(read.source.text, { file, set, ...(option === undefined ? {} : { option }) })
  const factors = chosenFactors(flags, document === undefined ? [] : factorsOf(document.effective, document.file))
  if (factors.length === 0) throw new UsageError('the file states neither parameters nor uncertain values; name a factor with --factor path=low..high')
  if (flags.method === 'sobol' && flags.response === undefined) {
    const together = correlatedFactors(factors, scenario)
    if (together !== undefined) throw new UsageError(`${together.join(' and ')} are drawn together (one supplier): indices by factor mean nothing for them; name one of them with --factor, or set delivered.correlation to 0`)
  }
  return { host, factors, key, flags, scenario: scenario.name, seed: flags.seed ?? scenario.seed, asked: { ...rest, file, option, set, label: flags.response === undefined ? flags.method : 'response' } }
}

/** What was asked and its answer, or how it ended instead. */
export async function sensitivityAnswer(host: Host, file: string, flags: SensitivityFlags): Promise<{ readonly ok: true; readonly answer: Answer; readonly key: FigureKey; readonly seed: number; readonly scenario: string } | { readonly ok: false; readonly exit: ExitCode }> {
  const asked = await question(host, file, flags)
  if (asked === undefined) return { ok: false, exit: EXIT.invalidScenario }
  const done = await (flags.response === undefined ? ASK[flags.method] : askResponse)(asked)
  return done.ok ? { ...done, key: asked.key, seed: asked.seed, scenario: asked.scenario } : done
}
