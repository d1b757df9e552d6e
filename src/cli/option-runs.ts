/** Runs a file with several of its options, one after the other, over the same random numbers. */
import { execute, type Executed } from './execute.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Host } from './host.ts'
import { issuesText } from './issues-text.ts'
import { hasErrors, readScenario, type ReadScenario } from './read-scenario.ts'
import { runChoice, type RunFlags } from './run-flags.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'

export type OptionRun = Extract<Executed, { readonly ok: true }> & {
  readonly read: ReadScenario
  /** Undefined for the file as written. */
  readonly option: string | undefined
}

interface Checked {
  readonly read: ReadScenario
  readonly scenario: Scenario
}

/** The file with an option; what is wrong with it alone is told here, the rest was told when it was first read. */
async function readOption(host: Host, file: string, flags: RunFlags, option: string | undefined, first: Checked): Promise<Checked | undefined> {
  if ((first.read.source.option ?? undefined) === option) return first
  const read = await readScenario(file, { set: flags.set ?? [], option })
  const { scenario, issues } = read
  if (scenario !== undefined && !hasErrors(issues)) return { read, scenario }
  host.say(issuesText(issues).trimEnd())
  return undefined
}

/** Runs in the order of `options`, which stops at the first that cannot be run. `first` is the file as it was read already. */
export async function runOptions(host: Host, file: string, flags: RunFlags, options: readonly (string | undefined)[], first: Checked): Promise<{ readonly exit: ExitCode; readonly ran: readonly OptionRun[] }> {
  const ran: OptionRun[] = []
  for (const option of options) {
    const checked = await readOption(host, file, flags, option, first)
    if (checked === undefined) return { exit: EXIT.invalidScenario, ran }
    const executed = await execute(host, checked.read, checked.scenario, runChoice(flags, checked.scenario), option ?? 'as written')
    if (!executed.ok) return { exit: executed.exit, ran }
    ran.push({ ...executed, read: checked.read, option })
  }
  return { exit: EXIT.pass, ran }
}
