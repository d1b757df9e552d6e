/** Sides of a file that are simulated as they are asked for, and the rows of each: one conversation with the executor. */
import type { Row } from '../../analysis/reduce.ts'
import type { Bench, Side, Tried } from '../../analysis/solve/bench.ts'
import { StudyProblem } from '../../analysis/studies/laboratory.ts'
import { formatIssue } from '../../scenario/issue.ts'
import { runConversation } from '../experiment/execute.ts'
import type { PointChoice } from '../experiment/point.ts'
import { UsageError } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { hasErrors, readScenario } from '../read-scenario.ts'
import type { AskedQuestion } from './ask.ts'

/** Ends a search whose runs did not. */
class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly exit: ExitCode
  constructor(exit: ExitCode) {
    super(`stopped with ${exit}`)
    this.exit = exit
  }
}

const keyOf = ({ option, set }: Side): string => JSON.stringify([option, set])

export type Answered<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly exit: ExitCode }

/** Lets `search` simulate sides; ends with its answer, or with the exit code of a run that did not finish. */
export async function withBench<T>({ host, file, flags, set, base }: AskedQuestion, search: (bench: Bench) => Promise<T>): Promise<Answered<T>> {
  const points: PointChoice[] = []
  const byKey = new Map<string, Promise<Tried>>()
  const tried: Tried[] = []
  const read = async (side: Side): Promise<Tried> => {
    const all = [...set, ...side.set]
    const isBase = side.set.length === 0 && side.option === flags.option
    const found = isBase ? base.read : await readScenario(file, { option: side.option, set: all })
    const wrong = found.issues.find(({ severity }) => severity === 'error')
    if (found.scenario === undefined || hasErrors(found.issues)) return { side, reason: wrong === undefined ? 'it is not valid' : formatIssue(wrong), rows: [], point: -1 }
    const { scenario } = found
    const one: Tried = { side, reason: undefined, rows: [], point: points.length }
    points.push({ label: side.label, file, option: side.option, set: all, checked: { read: found, scenario } })
    tried.push(one)
    return one
  }
  let value: T | undefined
  const { halfWidth: _halfWidth, replications: _replications, ...rest } = flags
  const experiment = { ...rest, points, label: 'solving', onRow: ({ point, row }: { readonly point: { readonly index: number }; readonly row: Row }) => void tried[point.index].rows.push(row) }
  const exit = await runConversation(host, experiment, async run => {
    const bench: Bench = {
      open(side) {
        const opened = byKey.get(keyOf(side)) ?? read(side)
        byKey.set(keyOf(side), opened)
        return opened
      },
      async runTo(sides, replications) {
        const tasks = sides.filter(({ point }) => point >= 0).flatMap(({ point, rows }) => Array.from({ length: Math.max(0, replications - rows.length) }, (_, more) => ({ point, replication: rows.length + more })))
        if (tasks.length === 0) return
        const broken = await run(tasks)
        if (broken !== undefined) throw new Stopped(broken)
      },
    }
    try {
      value = await search(bench)
      return EXIT.pass
    } catch (error) {
      if (error instanceof Stopped) return error.exit
      if (error instanceof StudyProblem) throw new UsageError(error.message)
      throw error
    }
  })
  return exit === EXIT.pass && value !== undefined ? { ok: true, value } : { ok: false, exit }
}
