import { morris } from '../../analysis/designs/morris.ts'
import { MOST_SALTELLI_FACTORS, saltelli } from '../../analysis/designs/saltelli.ts'
import { isPowerOfTwo } from '../../analysis/designs/sobol.ts'
import { average, quantile } from '../../analysis/estimate.ts'
import { figureLabel } from '../../analysis/figure-text.ts'
import { correlatedFactors } from '../../analysis/sensitivity/correlated.ts'
import { endsOf, type Factor, factorsOf, statedFactor } from '../../analysis/sensitivity/factors.ts'
import { morrisEffects } from '../../analysis/sensitivity/morris-effects.ts'
import { sobolIndices } from '../../analysis/sensitivity/sobol-indices.ts'
import { tornado } from '../../analysis/sensitivity/tornado.ts'
import { loadScenario } from '../../scenario/load.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError, wholeNumber } from '../command.ts'
import { type Asked, type Change, figureNamed, figuresAt, type FigureKey } from '../experiment/figures-at.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { readChecked } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'
import { type Answer, morrisAnswer, responseAnswer, sobolAnswer, tornadoAnswer } from '../sensitivity-text.ts'
import { tableCsv, tableMarkdown, tableText } from '../text-table.ts'

const METHODS = ['tornado', 'morris', 'sobol'] as const

interface Flags extends RunFlags {
  readonly option?: string
  readonly factor?: readonly string[]
  readonly response?: string
  readonly result: string
  readonly method: (typeof METHODS)[number]
  readonly points: number
  readonly trajectories: number
  readonly base: number
  readonly format: 'text' | 'json' | 'md' | 'csv'
}

/** A question with all that is needed to ask it. */
interface Question {
  readonly host: Host
  readonly asked: Asked
  readonly factors: readonly Factor[]
  readonly key: FigureKey
  readonly flags: Flags
  readonly seed: number
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
  return { ok: true, answer: tornadoAnswer(key, factors, average(centre), swings) }
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
    return { x: factor.numberAt(u), text: factor.at(u), mean: average(sorted), p10: quantile(sorted, 0.1), p90: quantile(sorted, 0.9) }
  })
  return { ok: true, answer: responseAnswer(key, factor, curve) }
}

const ASK = { tornado: askTornado, morris: askMorris, sobol: askSobol } as const

/** Factors that are named, or all that the file states; the one of a response is looked for among both. */
function chosenFactors(flags: Flags, own: readonly Factor[]): Factor[] {
  const stated = (flags.factor ?? []).map(text => {
    const read = statedFactor(text)
    if (!read.ok) throw new UsageError(`--factor ${read.error}`)
    return read.value
  })
  if (flags.response !== undefined) return [...stated, ...own.filter(({ path }) => stated.every(each => each.path !== path))]
  return stated.length > 0 ? stated : [...own]
}

async function question(host: Host, file: string, flags: Flags): Promise<Question | undefined> {
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
  return { host, factors, key, flags, seed: flags.seed ?? scenario.seed, asked: { ...rest, file, option, set, label: flags.response === undefined ? flags.method : 'response' } }
}

async function run(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  const asked = await question(host, file, flags)
  if (asked === undefined) return EXIT.invalidScenario
  const done = await (flags.response === undefined ? ASK[flags.method] : askResponse)(asked)
  if (!done.ok) return done.exit
  const { table, data, csv } = done.answer
  const writers = {
    text: () => tableText(table, createPaint(host.hasColour)),
    json: () => `${JSON.stringify({ result: asked.key, label: figureLabel(asked.key), seed: asked.seed, ...data }, null, 2)}\n`,
    md: () => tableMarkdown(table),
    csv: () => tableCsv(csv.header, csv.rows),
  }
  host.out(writers[flags.format]())
  return EXIT.pass
}

const collect = (text: string, previous: readonly string[] = []): readonly string[] => [...previous, text]

/** Which input a result depends on: all that a file leaves uncertain, or what is named. */
export const sensitivity: CliCommand = {
  name: 'sensitivity',
  declare(command, act, host) {
    withRunFlags(command)
      .description('move parameters and uncertain values and tell which a result depends on, the one to measure next first')
      .argument('<file>', 'scenario file (YAML or JSON)')
      .option('--option <id>', 'an option of the file')
      .option('--factor <path=low..high>', 'a number of the file and its range, such as faults.rateFactor=0.5..2 or 0.5..2:log; may be repeated. Left out: all parameters (± 20 %) and all distributions of the file (their 10 % and 90 % quantiles)', collect)
      .option('--result <key>', 'result, a key of the summary', 'meanUtilisation')
      .option('--response <path>', 'the result as a curve over this factor, with a band over replications')
      .option('--method <method>', 'tornado: one at a time between its ends; morris: screening of many; sobol: shares of variance', oneOf('--method', METHODS), 'tornado')
      .option('--points <n>', 'points of a curve', wholeNumber('--points', 2, 1000), 7)
      .option('--trajectories <n>', 'trajectories of morris', wholeNumber('--trajectories', 2, 1000), 10)
      .option('--base <n>', 'rows of the design of sobol, a power of two; it costs that many times factors + 2', wholeNumber('--base', 2, 1_048_576), 64)
      .option('--format <format>', 'text, json, md or csv', oneOf('--format', ['text', 'json', 'md', 'csv']), 'text')
      .action((file: string, flags: Flags) => act(() => run(host, file, flags)))
  },
}
