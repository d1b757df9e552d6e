/** Answers a question step by step: a first answer over few replications, then over all. */
import { logLikelihood } from '../../analysis/decide/chains.ts'
import { sayValue } from '../../analysis/decide/events.ts'
import { endsOf, type Factor, factorsOf, statedFactor } from '../../analysis/sensitivity/factors.ts'
import type { Bench, Side, Tried } from '../../analysis/solve/bench.ts'
import { findEdge } from '../../analysis/solve/edge.ts'
import { readQuestion } from '../../analysis/solve/question.ts'
import { studyAttribution } from '../../analysis/studies/attribution.ts'
import { type ChainQuestion, nameOfCheck, plausibleEvents, searchChains, targetEdit } from '../../analysis/studies/chain-search.ts'
import { studyDecisions } from '../../analysis/studies/decision.ts'
import { fixesOf } from '../../analysis/studies/fixes.ts'
import { StudyProblem, type StudyPoint } from '../../analysis/studies/laboratory.ts'
import { studyResponse, studyTornado } from '../../analysis/studies/sensitivity.ts'
import { exp } from '../../base/exact-math.ts'
import { DAY_MS } from '../../base/spans.ts'
import { loadScenario } from '../../scenario/load.ts'
import type { Answer, Ground, Question } from './protocol.ts'
import { linksOf } from './links.ts'
import type { Workers } from './workers.ts'

/** Replications of the first answer; a calendar counts futures, so that one says nothing. */
const FIRST: Readonly<Record<Question['kind'], number>> = { value: 1, tornado: 1, response: 1, calendar: 2, premortem: 1, solve: 1 }
const RESPONSE_POINTS = 7
/** Pairs of orders of causes, where shares are sampled. */
const PERMUTATIONS = 10
const MOST_CHAINS = 40
const SEARCH = { confidence: 0.95, scan: 5, importance: 0.01, resources: 'none', mostReplications: 60 } as const

type Of<K extends Question['kind']> = Extract<Question, { readonly kind: K }>

interface Asked {
  readonly ground: Ground
  readonly workers: Workers
  readonly replications: number
}

const optionOf = ({ option }: Ground): string | undefined => option ?? undefined

async function value({ ground, workers: { simulate }, replications }: Asked, { method }: Of<'value'>): Promise<Answer> {
  const [base] = await simulate([{ label: 'as it is', option: optionOf(ground), set: [] }], replications, '')
  const { attribution, simulated } = await studyAttribution({ option: optionOf(ground), set: [], groups: undefined, method, permutations: PERMUTATIONS, base }, simulate)
  return { kind: 'value', attribution, simulated }
}

function factors({ text, file, option }: Ground): Factor[] {
  const { document } = loadScenario(text, { file, option: option ?? undefined })
  const found = document === undefined ? [] : factorsOf(document.effective, document.file)
  if (found.length === 0) throw new StudyProblem('the file states neither parameters nor uncertain values: write a distribution, such as {p50: 6 weeks, p90: 18 weeks}, where you are not sure')
  return found
}

/** Factors that a question states. */
const statedFactors = (stated: readonly string[]): Factor[] => stated.flatMap(text => {
  const read = statedFactor(text)
  return read.ok ? [read.value] : []
})

/** Whether the file holds with a factor at its ends and in the middle; one that cannot be moved so far is left out. */
function canMove(factor: Factor, ground: Ground, workers: Workers): boolean {
  const { low, middle, high } = endsOf(factor)
  return [low, middle, high].every(u => reasonOf(workers, { label: factor.path, option: optionOf(ground), set: [{ path: factor.path, value: factor.at(u) }] }) === undefined)
}

async function tornado({ ground, workers, replications }: Asked, { result, stated }: Of<'tornado'>): Promise<Answer> {
  const { simulate } = workers
  const own = (stated === undefined ? factors(ground) : statedFactors(stated)).filter(factor => canMove(factor, ground, workers))
  if (own.length === 0) throw new StudyProblem('none of these can be moved')
  const { middle, swings, ...rest } = await studyTornado({ option: optionOf(ground), set: [], factors: own, key: result, replications }, simulate)
  return { kind: 'tornado', data: { result, middle, replications: rest.replications, factors: swings.map(({ factor, ...swing }) => ({ path: own[factor].path, lowValue: sayValue(own[factor].low), highValue: sayValue(own[factor].high), ...swing })) } }
}

async function response({ ground, workers: { simulate }, replications }: Asked, { result, path }: Of<'response'>): Promise<Answer> {
  const own = factors(ground)
  const factor = own.find(each => each.path === path)
  if (factor === undefined) throw new StudyProblem(`${path} is no uncertain input of the file`)
  const curve = await studyResponse({ option: optionOf(ground), set: [], factors: own, key: result, replications }, factor, RESPONSE_POINTS, simulate)
  if (factor.unit !== 'ms') return { kind: 'response', data: { result, path, unit: factor.unit, ...curve } }
  // The engine counts in ms, people in days.
  return { kind: 'response', data: { result, path, unit: 'days', ...curve, points: curve.points.map(point => ({ ...point, x: point.x / DAY_MS, text: sayValue(point.text) })) } }
}

async function calendar({ ground, workers, replications }: Asked): Promise<Answer> {
  const scenario = workers.scenarioOf({ label: 'the file', option: undefined, set: [] })
  const options = Object.keys(scenario.options)
  if (options.length === 0) throw new StudyProblem('the file has no options to decide: write some under options')
  const study = await studyDecisions({ text: ground.text, file: ground.file, set: [], scenario, options, result: undefined, step: undefined, replications }, async (points, count, label) => workers.simulate(points.map(point => ({ ...point, option: point.option })), count, label))
  return { kind: 'calendar', calendar: study.calendar }
}

async function premortem({ ground, workers, replications }: Asked, { metric, expect }: Of<'premortem'>, isLast: boolean): Promise<Answer> {
  const { text, file } = ground
  const option = optionOf(ground)
  const set = [targetEdit(metric, expect)]
  const scenario = workers.scenarioOf({ label: `${metric} ${expect}`, option, set })
  const [check] = scenario.checks
  const asked: ChainQuestion = { text, file, option, set, scenario, check, index: 0, events: plausibleEvents({ text, file, option, set, scenario }), mostChains: MOST_CHAINS, replications }
  const { base, found, tried, isWhole } = await searchChains(asked, workers.simulate)
  const target = nameOfCheck(check)
  if (found === undefined) return { kind: 'premortem', premortem: { target, planned: base.results, happens: null, probability: 0, chain: [], fixes: [], tried, isWhole, run: null } }
  const fixes = isLast ? await fixesOf(asked, found, workers.simulate) : []
  const links = await linksOf(asked, found.chain, workers, isLast)
  return { kind: 'premortem', premortem: { target, planned: base.results, happens: found.results, probability: exp(logLikelihood(found.chain, asked.events)), fixes, tried, isWhole, ...links } }
}

/** Sides that are opened and run on the workers of the page. */
function benchOf({ workers }: Asked, set: readonly { readonly path: string; readonly value: string }[]): Bench {
  const opened = new Map<string, Tried>()
  const pointOf = ({ side }: Tried): StudyPoint => ({ label: side.label, option: side.option, set: [...set, ...side.set] })
  return {
    async open(side: Side) {
      const key = JSON.stringify([side.option, side.set])
      const found = opened.get(key) ?? { side, reason: reasonOf(workers, { label: side.label, option: side.option, set: [...set, ...side.set] }), rows: [], point: opened.size }
      opened.set(key, found)
      return found
    },
    async runTo(sides, replications) {
      const able = sides.filter(({ reason }) => reason === undefined)
      const rows = await workers.simulate(able.map(pointOf), replications, '')
      able.forEach((side, at) => side.rows.splice(0, side.rows.length, ...rows[at]))
    },
  }
}

/** Why a side cannot be built; undefined where it can. */
function reasonOf(workers: Workers, point: StudyPoint): string | undefined {
  try {
    workers.scenarioOf(point)
    return undefined
  } catch (error) {
    return error instanceof StudyProblem ? error.message : String(error)
  }
}

async function solve(asked: Asked, { path, low, high, isMost, keep }: Of<'solve'>): Promise<Answer> {
  const { ground: { text, file, option } } = asked
  const range = `${path}=${low}..${high}`
  const question = await readQuestion(file, { ...SEARCH, ...(option === null ? {} : { option }), ...(isMost ? { most: range } : { least: range }), keep: [keep] }, async (own, set) => {
    const { scenario, issues } = loadScenario(text, { file, option: own, set })
    return { text, scenario, issues }
  })
  if ('issues' in question) throw new StudyProblem(question.issues[0]?.message ?? 'the file has errors')
  if (question.asked.kind !== 'edge') throw new Error('a range asks for its edge')
  return { kind: 'solve', edge: await findEdge(benchOf(asked, question.set), question, question.asked), keeps: question.keeps.map(({ text: own }) => own) }
}

/** Answers over so many replications. */
async function answerOnce(asked: Asked, question: Question, isLast: boolean): Promise<Answer> {
  if (question.kind === 'value') return value(asked, question)
  if (question.kind === 'tornado') return tornado(asked, question)
  if (question.kind === 'response') return response(asked, question)
  if (question.kind === 'calendar') return calendar(asked)
  return question.kind === 'solve' ? solve(asked, question) : premortem(asked, question, isLast)
}

/** A first answer, then the last; a search adds replications by itself. */
export async function answerQuestion(ground: Ground, question: Question, workers: Workers, tell: (answer: Answer, replications: number, isLast: boolean) => void): Promise<void> {
  const { replications: all } = workers.scenarioOf({ label: 'the file', option: optionOf(ground), set: [] })
  const looks = question.kind === 'solve' ? [all] : [...new Set([Math.min(FIRST[question.kind], all), all])]
  for (const replications of looks) {
    const isLast = replications === all
    tell(await answerOnce({ ground, workers, replications }, question, isLast), replications, isLast)
  }
}
