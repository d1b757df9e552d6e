/**
 * Two things out at once: every pair of failures, and every failure during every maintenance that needs an outage. Equal components stand
 * for each other. All are counted; told are those that are worse than the two alone together.
 */
import { AUDIT_STATES, type AuditState } from '../../../results/audit.ts'
import { nothingOut } from './outage.ts'
import type { Evaluator, Outcome } from './outcome.ts'
import type { Part } from './parts.ts'

/** Which of the equal components of two parts are out, and how many such choices there are. */
interface Choice {
  readonly first: number
  readonly second: number
  readonly count: number
}

export interface Combination {
  readonly first: Part
  readonly second: Part
  readonly choice: Choice
  readonly outcome: Outcome
}

export interface Combined {
  readonly told: readonly Combination[]
  readonly counts: Readonly<Record<AuditState, number>>
}

/** Sections of busway that are out on two sides meet in some choices and not in others. */
function sectionChoices(a: Part, b: Part): Choice[] {
  const [first, second] = [a.sections, b.sections]
  if (first === undefined || second === undefined) return []
  const found: { meets?: Choice; misses?: Choice } = {}
  a.paths.forEach((_, i) => {
    const sections = new Set(first(i))
    b.paths.forEach((__, j) => {
      const key = second(j).some(section => sections.has(section)) ? 'meets' : 'misses'
      found[key] = { first: found[key]?.first ?? i, second: found[key]?.second ?? j, count: (found[key]?.count ?? 0) + 1 }
    })
  })
  return [found.meets, found.misses].filter(choice => choice !== undefined)
}

/** Unordered choices of one component of each. */
function choicesOf(a: Part, b: Part): Choice[] {
  if (a === b) return a.paths.length < 2 ? [] : [{ first: 0, second: 1, count: (a.paths.length * (a.paths.length - 1)) / 2 }]
  if (a.block === b.block && a.sections !== undefined && b.sections !== undefined) return sectionChoices(a, b)
  return [{ first: 0, second: 0, count: a.paths.length * b.paths.length }]
}

const order = (state: AuditState): number => AUDIT_STATES.indexOf(state)

/** Whether a combination is worse than its two failures alone, their tolls added up. */
function isNews(outcome: Outcome, a: Outcome, b: Outcome): boolean {
  if (order(outcome.state) < Math.min(order(a.state), order(b.state))) return true
  if (outcome.acceleratorsLost !== a.acceleratorsLost + b.acceleratorsLost) return outcome.acceleratorsLost > a.acceleratorsLost + b.acceleratorsLost
  return outcome.acceleratorsDegraded > a.acceleratorsDegraded + b.acceleratorsDegraded
}

const worse = (a: Outcome, b: Outcome): Outcome => (order(b.state) < order(a.state) ? b : a)

/** What each part comes to alone: called only (standby parts stand still) or when the utility is lost. */
function aloneOf(evaluator: Evaluator, parts: readonly Part[], isCalled: boolean): Map<Part, Outcome> {
  return new Map(parts.map(part => {
    const outage = nothingOut(evaluator.site.plan)
    part.remove(outage, 0)
    outage.isRehearsal = isCalled && outage.isRehearsal
    return [part, evaluator.evaluate(outage)] as const
  }))
}

interface Tally {
  readonly told: Combination[]
  readonly counts: Record<AuditState, number>
}

const newTally = (): Tally => ({ told: [], counts: { down: 0, degraded: 0, savedByTransfer: 0, unknown: 0, normal: 0 } })

/** The reserve that a block hangs on or is; the block itself where it shares none. */
const reserveOf = ({ site: { plan } }: Evaluator, block: number): number => (plan.catcherOf[block] >= 0 ? plan.catcherOf[block] : block)

/** Parts of two blocks do not meet anywhere, unless they share a reserve: what one takes is not what the other would have used. */
const areApart = (evaluator: Evaluator, a: Part, b: Part): boolean => a.block >= 0 && b.block >= 0 && reserveOf(evaluator, a.block) !== reserveOf(evaluator, b.block)

function evaluate(evaluator: Evaluator, a: Part, b: Part, choice: Choice, isCalled: boolean): Outcome {
  const outage = nothingOut(evaluator.site.plan)
  a.remove(outage, choice.first)
  outage.isRehearsal = false
  b.remove(outage, choice.second)
  outage.isRehearsal = isCalled && outage.isRehearsal
  return evaluator.evaluate(outage)
}

function note(tally: Tally, combination: Combination, a: Outcome, b: Outcome, times: number): void {
  const { outcome, choice } = combination
  tally.counts[outcome.state] += choice.count * times
  if (isNews(outcome, a, b)) tally.told.push({ ...combination, choice: { ...choice, count: choice.count * times } })
}

/** Every pair of failures, the order of the two not counting. Standby sets among them are out before anything calls them. */
export function pairsOf(evaluator: Evaluator, all: readonly Part[]): Combined {
  const parts = all.filter(({ unknown }) => unknown === undefined)
  const alone = aloneOf(evaluator, parts, false)
  const tally = newTally()
  parts.forEach((first, i) => {
    for (const second of parts.slice(i)) {
      const [a, b] = [alone.get(first), alone.get(second)]
      if (a === undefined || b === undefined) continue
      for (const choice of choicesOf(first, second)) {
        if (areApart(evaluator, first, second)) tally.counts[worse(a, b).state] += choice.count
        else note(tally, { first, second, choice, outcome: evaluate(evaluator, first, second, choice, false) }, a, b, 1)
      }
    }
  })
  return tally
}

/** Every failure while something else is out for maintenance; `first` is maintained. A standby set that fails does so when it is called. */
export function maintenanceOf(evaluator: Evaluator, all: readonly Part[]): Combined {
  const parts = all.filter(({ unknown }) => unknown === undefined)
  const [maintained, failed] = [aloneOf(evaluator, parts, false), aloneOf(evaluator, parts, true)]
  const tally = newTally()
  for (const first of parts.filter(({ isMaintained }) => isMaintained)) {
    for (const second of parts) {
      const [a, b] = [maintained.get(first), failed.get(second)]
      if (a === undefined || b === undefined) continue
      for (const choice of choicesOf(first, second)) {
        const times = first === second ? 2 : 1
        if (areApart(evaluator, first, second)) tally.counts[worse(a, b).state] += choice.count
        else note(tally, { first, second, choice, outcome: evaluate(evaluator, first, second, choice, true) }, a, b, times)
      }
    }
  }
  return tally
}
