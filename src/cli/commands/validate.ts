import { formatDate } from '../../base/civil-date.ts'
import type { Issue } from '../../scenario/issue.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { CliCommand } from '../command.ts'
import { collectSet, oneOf } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { issuesSarif, issuesText } from '../issues-text.ts'
import type { Host } from '../host.ts'
import { hasErrors, readScenario } from '../read-scenario.ts'

interface Flags {
  readonly format: 'text' | 'json' | 'sarif'
  readonly option?: string
  readonly set?: { path: string; value: string }[]
}

const WRITERS = { text: issuesText, json: (issues: Parameters<typeof issuesText>[0]) => `${JSON.stringify(issues, null, 2)}\n`, sarif: issuesSarif }

/** Options that wait for what happens, in words. */
function sayContingent(host: Host, scenario: Scenario | undefined): void {
  for (const [id, { when }] of Object.entries(scenario?.options ?? {})) if (when !== undefined) host.say(`option ${id} is decided on ${formatDate(when.day)}: ${when.text}`)
}

/** Reads scenarios and reports every problem, those that need physics included. */
export const validate: CliCommand = {
  name: 'validate',
  declare(command, run, host) {
    command
      .description('check scenario files and report every problem with its line')
      .argument('<file...>', 'scenario files (YAML or JSON), - for standard input')
      .option('--option <id>', 'check with this option of the file')
      .option('--set <path=value>', 'replace a value; may be repeated', collectSet)
      .option('--format <format>', 'text, json or sarif', oneOf('--format', ['text', 'json', 'sarif']), 'text')
      .action((files: string[], flags: Flags) =>
        run(async () => {
          const all: Issue[] = []
          for (const file of files) {
            const { issues, scenario } = await readScenario(file, flags)
            all.push(...issues)
            if (flags.format === 'text') sayContingent(host, scenario)
          }
          host.out(WRITERS[flags.format](all))
          if (flags.format === 'text' && all.length === 0) host.say(`${files.join(', ')}: no problems`)
          return hasErrors(all) ? EXIT.invalidScenario : EXIT.pass
        }),
      )
  },
}
