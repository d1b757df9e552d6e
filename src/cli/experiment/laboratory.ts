/** Studies over the threads and the cache of the command line: rows of points, or the exit code with which a run ended. */
import { type Simulate, StudyProblem, type StudyPoint } from '../../analysis/studies/laboratory.ts'
import { UsageError } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { type ExperimentFlags, rowsOfExperiment } from './execute.ts'
import type { CheckedScenario, Point } from './point.ts'

/** Ends a study whose runs did not finish. */
class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly exit: ExitCode
  constructor(exit: ExitCode) {
    super(`stopped with ${exit}`)
    this.exit = exit
  }
}

export interface Laboratory {
  readonly simulate: Simulate
  /** A point that was simulated, as it was read. */
  pointOf(point: StudyPoint): Point
}

/** `checkedOf` hands over points that were read before. */
export function laboratoryOf(host: Host, file: string, flags: ExperimentFlags, checkedOf: (point: StudyPoint) => CheckedScenario | undefined = () => undefined): Laboratory {
  const read = new Map<StudyPoint, Point>()
  return {
    async simulate(points, replications, label) {
      const done = await rowsOfExperiment(host, { ...flags, points: points.map(point => ({ ...point, file, checked: checkedOf(point) })), replications, label })
      if (!done.ok) throw new Stopped(done.exit)
      for (const [at, { point }] of done.points.entries()) read.set(points[at], point)
      return done.points.map(({ rows }) => rows)
    },
    pointOf(point) {
      const found = read.get(point)
      if (found === undefined) throw new Error(`${point.label} was not simulated`)
      return found
    },
  }
}

/** Runs a study; what is wrong with its question becomes an error of usage, a run that did not finish its exit code. */
export async function runStudy<T>(host: Host, study: () => Promise<T>): Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly exit: ExitCode }> {
  try {
    return { ok: true, value: await study() }
  } catch (error) {
    if (error instanceof Stopped) return { ok: false, exit: error.exit }
    if (!(error instanceof StudyProblem)) throw error
    if (error.kind === 'question') throw new UsageError(error.message)
    host.say(error.message)
    return { ok: false, exit: EXIT.failure }
  }
}
