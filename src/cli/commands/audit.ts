import type { AuditReport } from '../../results/audit.ts'
import { createSession } from '../../runner/session.ts'
import { auditSarif, auditText } from '../audit-text.ts'
import type { CliCommand } from '../command.ts'
import { collectSet, oneOf } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { readSite } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'

interface Flags {
  readonly option?: string
  readonly site?: string
  readonly set?: { path: string; value: string }[]
  readonly pairs?: boolean
  readonly maintenance?: boolean
  readonly format: 'text' | 'json' | 'sarif'
}

/** Removes every component on paper and says what is left, worst first; ends with 10 when a redundancy label is not kept. */
export const audit: CliCommand = {
  name: 'audit',
  declare(command, act, host) {
    command
      .description('remove every single component on paper and say what is left, worst first')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input')
      .option('--option <id>', 'audit with this option of the file')
      .option('--site <id>', 'site that it is about, where the file has several; the first when left out')
      .option('--set <path=value>', 'replace a value; may be repeated', collectSet)
      .option('--pairs', 'every pair of failures too')
      .option('--maintenance', 'every failure during every maintenance that needs an outage too')
      .option('--format <format>', 'text, json or sarif', oneOf('--format', ['text', 'json', 'sarif']), 'text')
      .addHelpText('after', '\nExit codes: 0 all redundancy labels of the file are kept, 10 one is not, 3 invalid scenario.')
      .action((file: string, flags: Flags) =>
        act(async () => {
          const checked = await readSite(host, file, flags)
          if (checked === undefined) return EXIT.invalidScenario
          const { read, scenario } = checked
          const outcome = await createSession().audit(read.source, read.inputs, { pairs: flags.pairs === true, maintenance: flags.maintenance === true })
          if (outcome.status === 'invalid') return EXIT.invalidScenario
          if (outcome.status === 'failed') {
            host.say(`the model broke: ${outcome.message}`)
            return outcome.message.startsWith('unexpected') ? EXIT.failure : EXIT.invariantBroken
          }
          const writers: Record<Flags['format'], (report: AuditReport) => string> = {
            text: report => auditText(flags.option === undefined ? scenario.name : `${scenario.name} — ${flags.option}`, report, createPaint(host.hasColour)),
            json: report => `${JSON.stringify(report, null, 2)}\n`,
            sarif: report => auditSarif(file, report),
          }
          host.out(writers[flags.format](outcome.report))
          return outcome.report.labels.every(({ isKept }) => isKept) ? EXIT.pass : EXIT.checkFailed
        }),
      )
  },
}
