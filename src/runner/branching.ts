/** Futures that leave a run: what of the file is changed at the moment and what before, and runs that are kept at a moment to be left again. */
import { formatDate } from '../base/civil-date.ts'
import { branchSimulation, type Branching, type BranchPlan, BranchRefused, type Moment } from '../engine/branch.ts'
import type { Simulation } from '../engine/simulation.ts'
import { MID_RUN_POLICIES } from '../scenario/branch.ts'
import { CHANGEABLE } from '../scenario/contingent/changeable.ts'
import type { Issue } from '../scenario/issue.ts'
import type { Loaded } from '../scenario/load.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import type { BranchTask, PathValue, RunTask } from './protocol.ts'

/** Runs that a worker keeps at a moment. */
const MOST_MOMENTS = 4
const POLICY = 'scheduler.policy'

export interface Moments {
  get(name: string): Moment | undefined
  put(name: string, moment: Moment | undefined): void
}

/** The last few runs that were left, by name. */
export function createMoments(): Moments {
  const kept = new Map<string, Moment>()
  return {
    get: name => kept.get(name),
    put(name, moment) {
      if (moment === undefined) return
      kept.delete(name)
      kept.set(name, moment)
      const [oldest] = kept.keys()
      if (kept.size > MOST_MOMENTS && oldest !== undefined) kept.delete(oldest)
    },
  }
}

const isMadeAtOnce = ({ path }: PathValue): boolean => path === POLICY || (CHANGEABLE as readonly string[]).includes(path)

/** A running queue keeps its order: only a policy with the same one can take over. */
function refusePolicy(before: Scenario, after: Scenario): void {
  const [from, to] = [before.scheduler.policy, after.scheduler.policy]
  const isFine = from === to || [from, to].every(policy => (MID_RUN_POLICIES as readonly string[]).includes(policy))
  if (!isFine) throw new BranchRefused(`policy ${to} orders the queue in another way than ${from}, and who waits already keeps the old place`)
}

/** Reads the file with more values set; issues where it does not hold. */
export type LoadWith = (set: readonly PathValue[]) => Loaded

/** The file from the moment on. */
function changedBy({ set }: BranchTask, base: Scenario, load: LoadWith): BranchPlan['changed'] | readonly Issue[] {
  if (set.length === 0) return undefined
  const read = (values: readonly PathValue[]): Scenario | readonly Issue[] => {
    const loaded = load(values)
    return loaded.scenario ?? loaded.issues
  }
  const whole = read(set)
  const early = set.filter(value => !isMadeAtOnce(value))
  const dated = early.length === 0 ? undefined : early.length === set.length ? whole : read(early)
  if (!('horizon' in whole)) return whole
  if (dated !== undefined && !('horizon' in dated)) return dated
  if (whole.horizon.start !== base.horizon.start || whole.horizon.end !== base.horizon.end) throw new BranchRefused('the simulated time cannot change in mid-run')
  refusePolicy(base, whole)
  return { whole, dated }
}

/** A branch about to run, or what is wrong with the changed file. */
export function beginBranch(branch: BranchTask, { replication, seed }: Pick<RunTask, 'replication' | 'seed'>, base: Scenario, load: LoadWith, make: (of: Scenario) => Simulation, moments: Moments): { readonly begin: () => Simulation; readonly end: () => void } | readonly Issue[] {
  const changed = changedBy(branch, base, load)
  if (changed !== undefined && !('whole' in changed)) return changed
  const name = `${branch.of} ${seed} ${replication} ${branch.atMs}`
  const from = moments.get(name)
  let latest: Branching | undefined
  return {
    begin() {
      latest = branchSimulation(base, { atMs: branch.atMs, injections: branch.injections, ...(changed === undefined ? {} : { changed }), from, keepsMoment: from === undefined }, make)
      return latest.simulation
    },
    end: () => moments.put(name, latest?.moment()),
  }
}

/** A refusal in the words of an issue. */
export const refusalIssue = ({ message, day }: BranchRefused, file: string): Issue => ({
  severity: 'error', code: 'branch', path: '', message: day === undefined ? message : `${message}, on ${formatDate(day)}`, file, allowed: 'changes of what is still to come, and what can change while the site runs',
})
