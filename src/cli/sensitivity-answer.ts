/** Which input a result depends on: what is asked of a file, the points that it takes, and the answer. */
import { isPowerOfTwo } from '../analysis/designs/sobol.ts'
import { type Factor, factorsOf, statedFactor } from '../analysis/sensitivity/factors.ts'
import type { Simulate } from '../analysis/studies/laboratory.ts'
import { type SensitivityQuestion, sobolProblem, studyMorris, studyResponse, studySobol, studyTornado } from '../analysis/studies/sensitivity.ts'
import { loadScenario } from '../scenario/load.ts'
import { UsageError } from './command.ts'
import { figureNamed, type FigureKey } from './experiment/figure-named.ts'
import { laboratoryOf, runStudy } from './experiment/laboratory.ts'
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
  readonly asked: SensitivityQuestion
  readonly factors: readonly Factor[]
  readonly key: FigureKey
  readonly flags: SensitivityFlags
  readonly seed: number
  readonly scenario: string
}

async function askTornado({ key, factors, asked }: Question, simulate: Simulate): Promise<Answer> {
  const { middle, replications, swings } = await studyTornado(asked, simulate)
  return tornadoAnswer(key, factors, { middle, replications }, swings)
}

const askMorris = async ({ asked, factors, key, flags, seed }: Question, simulate: Simulate): Promise<Answer> => morrisAnswer(key, factors, await studyMorris(asked, flags.trajectories, seed, simulate))

const askSobol = async ({ asked, factors, key, flags, seed }: Question, simulate: Simulate): Promise<Answer> => sobolAnswer(key, factors, await studySobol(asked, flags.base, seed, simulate))

async function askResponse({ asked, factors, key, flags }: Question, simulate: Simulate): Promise<Answer> {
  const factor = factors.find(({ path }) => path === flags.response)
  if (factor === undefined) throw new UsageError(`'${flags.response}' is no factor: give its range with --factor ${flags.response}=low..high; the file states ${factors.map(({ path }) => path).join(', ') || 'none'}`)
  return responseAnswer(key, factor, await studyResponse(asked, factor, flags.points, simulate))
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
  const { result, option, set = [] } = flags
  const key = figureNamed(result)
  if (!isPowerOfTwo(flags.base)) throw new UsageError(`--base takes a power of two, not ${flags.base}`)
  const checked = await readChecked(host, file, { option, set })
  if (checked === undefined) return undefined
  const { read, scenario } = checked
  const { document } = loadScenario(read.source.text, { file, set, ...(option === undefined ? {} : { option }) })
  const factors = chosenFactors(flags, document === undefined ? [] : factorsOf(document.effective, document.file))
  if (factors.length === 0) throw new UsageError('the file states neither parameters nor uncertain values; name a factor with --factor path=low..high')
  if (flags.method === 'sobol' && flags.response === undefined) {
    const problem = sobolProblem(factors, scenario)
    if (problem !== undefined) throw new UsageError(problem)
  }
  return { factors, key, flags, scenario: scenario.name, seed: flags.seed ?? scenario.seed, asked: { option, set, factors, key, replications: flags.replications ?? scenario.replications } }
}

/** What was asked and its answer, or how it ended instead. */
export async function sensitivityAnswer(host: Host, file: string, flags: SensitivityFlags): Promise<{ readonly ok: true; readonly answer: Answer; readonly key: FigureKey; readonly seed: number; readonly scenario: string } | { readonly ok: false; readonly exit: ExitCode }> {
  const asked = await question(host, file, flags)
  if (asked === undefined) return { ok: false, exit: EXIT.invalidScenario }
  const { factor: _factor, response: _response, set: _set, ...rest } = flags
  const { simulate } = laboratoryOf(host, file, rest)
  const done = await runStudy(host, () => (flags.response === undefined ? ASK[flags.method] : askResponse)(asked, simulate))
  return done.ok ? { ok: true, answer: done.value, key: asked.key, seed: asked.seed, scenario: asked.scenario } : done
}
