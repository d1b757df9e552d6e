/** Runs a file with several of its options, one after the other, over the same random numbers. */
import type { CheckedScenario } from './experiment/point.ts'
import { reportOfScenario, type ScenarioReport } from './experiment/scenario-report.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Host } from './host.ts'
import { issuesText } from './issues-text.ts'
import { hasErrors, readScenario } from './read-scenario.ts'
import type { RunFlags } from './run-flags.ts'

/** What all options share; `record` keeps what replication 0 tells for scrubbing. */
export interface OptionFlags extends RunFlags {
  readonly record?: boolean
}

export interface OptionRun extends ScenarioReport {
  /** Undefined for the file as written. */
  readonly option: string | undefined
}

/** The file with an option; what is wrong with it alone is told here, the rest was told when it was first read. */
async function readOption(host: Host, file: string, flags: OptionFlags, option: string | undefined, first: CheckedScenario): Promise<CheckedScenario | undefined> {
  if ((first.read.source.option ?? undefined) === option) return first
  const read = await readScenario(file, { set: flags.set ?? [], option })
  const { scenario, issues } = read
  if (scenario !== undefined && !hasErrors(issues)) return { read, scenario }
  host.say(issuesText(issues).trimEnd())
  return undefined
}

/** Runs in the order of `options`, which stops at the first that cannot be run. `first` is the file as it was read already. */
export async function runOptions(host: Host, file: string, flags: OptionFlags, options: readonly (string | undefined)[], first: CheckedScenario): Promise<{ readonly exit: ExitCode; readonly ran: readonly OptionRun[] }> {
  const ran: OptionRun[] = []
  for (const option of options) {
    const checked = await readOption(host, file, flags, option, first)
    if (checked === undefined) return { exit: EXIT.invalidScenario, ran }
    const done = await reportOfScenario(host, { label: option ?? 'as written', file, option, set: flags.set ?? [], checked }, flags)
    if (!done.ok) return { exit: done.exit, ran }
    ran.push({ ...done, option })
  }
  return { exit: EXIT.pass, ran }
}
