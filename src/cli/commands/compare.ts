import { compareRuns, type FigureDifference } from '../../analysis/compare.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError } from '../command.ts'
import { differencesMarkdown, differencesText } from '../differences-text.ts'
import { execute, type Executed } from '../execute.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { readChecked } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'
import { runChoice, type RunFlags, withRunFlags } from '../run-flags.ts'

interface Flags extends RunFlags {
  readonly options?: string
  readonly format: 'text' | 'json' | 'md'
}

interface Side {
  readonly name: string
  readonly file: string
  readonly option: string | undefined
}

/** The scenario without option first, then each option; or one side a file. */
function sidesOf(files: readonly string[], flags: Flags): Side[] {
  const options = flags.options?.split(',').map(id => id.trim()).filter(id => id !== '') ?? []
  const sides = files.flatMap(file => [undefined, ...options].map(option => ({ name: option ?? (files.length > 1 ? file : 'base'), file, option })))
  if (sides.length < 2) throw new UsageError('compare needs two files, or one file with --options a,b')
  return sides
}

async function runSide(host: Host, side: Side, flags: Flags): Promise<Executed> {
  const checked = await readChecked(host, side.file, { set: flags.set ?? [], option: side.option })
  if (checked === undefined) return { ok: false, exit: EXIT.invalidScenario }
  return execute(host, checked.read, checked.scenario, runChoice(flags, checked.scenario), side.name)
}

/** Paired differences of options under common random numbers. */
export const compare: CliCommand = {
  name: 'compare',
  declare(command, act, host) {
    withRunFlags(command, ' on all sides')
      .description('run options over the same random numbers and print paired differences')
      .argument('<file...>', 'one scenario with --options, or several scenarios; the first is the base')
      .option('--options <ids>', 'options of the file, separated by commas')
      .option('--format <format>', 'text, json or md', oneOf('--format', ['text', 'json', 'md']), 'text')
      .action((files: string[], flags: Flags) =>
        act(async (): Promise<ExitCode> => {
          const [base, ...others] = sidesOf(files, flags)
          const before = await runSide(host, base, flags)
          if (!before.ok) return before.exit
          const compared: { name: string; differences: FigureDifference[] }[] = []
          for (const side of others) {
            const after = await runSide(host, side, flags)
            if (!after.ok) return after.exit
            if (after.runs.length !== before.runs.length) throw new UsageError('the sides have different numbers of replications; give --replications')
            compared.push({ name: side.name, differences: compareRuns(before, after) })
          }
          const writers = {
            text: () => differencesText(base.name, compared, createPaint(host.hasColour)),
            json: () => `${JSON.stringify({ base: before.report.manifest, compared }, null, 2)}\n`,
            md: () => differencesMarkdown(base.name, compared),
          }
          host.out(writers[flags.format]())
          return EXIT.pass
        }),
      )
  },
}
