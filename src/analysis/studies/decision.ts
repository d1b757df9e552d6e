/** Until when each option pays: rounds of simulations on candidate days until the last one is known. */
import { formatDate } from '../../base/civil-date.ts'
import { loadScenario } from '../../scenario/load.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { type Calendar, type CalendarRow, calendarRow, type DecisionDay, decisionDay, gainsOf, nextLooks } from '../decide/calendar.ts'
import { FIGURE_TEXTS } from '../figure-text.ts'
import type { RunFigures } from '../figures.ts'
import type { Row } from '../reduce.ts'
import { type Edit, type Simulate, StudyProblem, type StudyPoint, TooLateToDecide } from './laboratory.ts'

type FigureKey = keyof RunFigures

/** Candidate days of an option when nobody says how far apart. */
const CANDIDATES = 24
const LEAST_STEP = 7

export interface DecisionQuestion {
  readonly text: string
  readonly file: string
  readonly set: readonly Edit[]
  readonly scenario: Scenario
  /** Ids of options of the scenario. */
  readonly options: readonly string[]
  /** What an option must improve; worth in money where anything earns it, else useful hours, when left out. */
  readonly result: FigureKey | undefined
  /** Days between candidates; about two dozen over the horizon when left out. */
  readonly step: number | undefined
  readonly replications: number
}

/** An option on its way through the candidate days. */
interface Search {
  readonly option: string
  readonly writtenDay: number
  readonly candidates: readonly number[]
  readonly looked: Map<number, DecisionDay>
  /** By index of the candidate; false where it does not pay or cannot be. */
  readonly pays: Map<number, boolean>
  impossible: { day: number; why: string } | null
}

/** Days a step apart, that of the file among them. */
function candidatesOf(writtenDay: number, { start, end }: { readonly start: number; readonly end: number }, step: number): number[] {
  const first = writtenDay - Math.floor((writtenDay - start) / step) * step
  return Array.from({ length: Math.max(0, Math.ceil((end - first) / step)) }, (_, at) => first + at * step)
}

/** Why an option cannot be decided on a day; undefined when it can. */
function whyNot({ file, set, text }: DecisionQuestion, option: string, day: number): string | undefined {
  const { issues, scenario } = loadScenario(text, { file, option, set, decideOn: formatDate(day) })
  if (scenario !== undefined) return undefined
  const wrong = issues.find(({ severity }) => severity === 'error')
  return wrong === undefined ? 'it is not valid then' : `${wrong.value ?? wrong.path} ${wrong.message}`
}

/** An option cannot be decided on a candidate day, nor on any later one. */
function noteImpossible(search: Search, index: number, why: string): void {
  const day = search.candidates[index]
  search.pays.set(index, false)
  if (search.impossible === null || day < search.impossible.day) search.impossible = { day, why }
}

interface Look {
  readonly search: Search
  readonly index: number
}

/** What is to be simulated next: days that can be, those that cannot are noted. */
function nextPoints(question: DecisionQuestion, searches: readonly Search[]): Look[] {
  return searches.flatMap(search => {
    for (;;) {
      const looks = nextLooks(search.pays, search.candidates.length)
      const possible = looks.filter(index => {
        const why = whyNot(question, search.option, search.candidates[index])
        if (why === undefined) return true
        noteImpossible(search, index, why)
        return false
      })
      if (possible.length > 0 || looks.length === 0) return possible.map(index => ({ search, index }))
    }
  })
}

/** The result that options are judged by: worth in money where anything earns it, else useful hours. */
const resultOf = ({ result }: DecisionQuestion, base: readonly Row[]): FigureKey => result ?? (base.every(({ figures }) => Number.isFinite(figures.netPresentUsd)) ? 'netPresentUsd' : 'productiveGpuHours')

/** Days between candidates of a question. */
export const stepOf = ({ step, scenario: { horizon } }: DecisionQuestion): number => step ?? Math.max(LEAST_STEP, Math.ceil((horizon.end - horizon.start) / CANDIDATES))

export interface DecisionStudy {
  readonly calendar: Calendar
  /** Rows of the file as written. */
  readonly base: readonly Row[]
}

/** The file as written: what every option is held against. */
export const basePoint = ({ set }: Pick<DecisionQuestion, 'set'>): StudyPoint => ({ label: 'as written', set })

/** Rows of days and of what stands before them; days that only their run shows to be too late are noted and left out. */
async function rowsOf(first: readonly StudyPoint[], looks: readonly Look[], { set }: DecisionQuestion, run: (points: readonly StudyPoint[]) => ReturnType<Simulate>): Promise<{ readonly rows: Awaited<ReturnType<Simulate>>; readonly looks: readonly Look[] }> {
  const pointOf = ({ search: { option, candidates }, index }: Look): StudyPoint => ({ label: `${option} on ${formatDate(candidates[index])}`, option, set, decideOn: formatDate(candidates[index]) })
  for (let left = looks; ; ) {
    try {
      return { rows: await run([...first, ...left.map(pointOf)]), looks: left }
    } catch (error) {
      const late = error instanceof TooLateToDecide ? left.find(look => pointOf(look).label === error.label) : undefined
      if (late === undefined || !(error instanceof TooLateToDecide)) throw error
      noteImpossible(late.search, late.index, error.message)
      left = left.filter(look => look !== late)
    }
  }
}

/** Rounds of simulations until the last day of every option is known. */
async function search(question: DecisionQuestion, searches: readonly Search[], simulate: Simulate): Promise<{ readonly key: FigureKey; readonly base: readonly Row[] }> {
  const { replications } = question
  let found: { key: FigureKey; base: readonly Row[] } | undefined
  for (let next = nextPoints(question, searches); found === undefined || next.length > 0; next = nextPoints(question, searches)) {
    const first: StudyPoint[] = found === undefined ? [basePoint(question)] : []
    const count = found?.base.length ?? replications
    const { rows, looks } = await rowsOf(first, next, question, points => simulate(points, count, 'deciding'))
    found ??= { key: resultOf(question, rows[0]), base: rows[0] }
    const { key, base } = found
    for (const [at, { search: own, index }] of looks.entries()) {
      const each = rows[first.length + at]
      const gains = gainsOf(key, base.map(({ figures }) => figures), each.map(({ figures }) => figures))
      if (gains === undefined) throw new StudyProblem(`${FIGURE_TEXTS[key].label} has no value in some replications; choose another --result`)
      const day = decisionDay(own.candidates[index], gains, each.filter(({ isTaken }) => isTaken !== false).length)
      own.looked.set(index, day)
      own.pays.set(index, day.pays)
    }
  }
  return found
}

export async function studyDecisions(question: DecisionQuestion, simulate: Simulate): Promise<DecisionStudy> {
  const { scenario: { horizon, options }, options: asked } = question
  const step = stepOf(question)
  const searches = asked.map((option): Search => {
    const writtenDay = options[option].when?.day ?? horizon.start
    return { option, writtenDay, candidates: candidatesOf(writtenDay, horizon, step), looked: new Map(), pays: new Map(), impossible: null }
  })
  const { key, base } = await search(question, searches, simulate)
  const rows = searches.map(({ option, writtenDay, looked, impossible, candidates }): CalendarRow =>
    calendarRow({ option, label: options[option].label, when: options[option].when?.text ?? null, writtenDay, days: [...looked.values()], impossible, endDay: candidates[candidates.length - 1] ?? writtenDay }))
  return { calendar: { result: key, startDay: horizon.start, endDay: horizon.end, replications: base.length, rows }, base }
}
