import { stat } from 'node:fs/promises'
import { type Definition, definedNames, definitionOf } from '../../analysis/definitions.ts'
import { limitationsOfPath } from '../../analysis/limitations.ts'
import quickstart from '../../../scenarios/quickstart.yaml?raw'
import { explain as explainValue, type Explanation } from '../../scenario/explain.ts'
import { loadScenario } from '../../scenario/load.ts'
import { nearestName } from '../../scenario/nearest.ts'
import type { CliCommand } from '../command.ts'
import { collectSet, oneOf, UsageError } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { definitionText } from '../definition-text.ts'
import { explanationText } from '../explanation-text.ts'
import type { Host } from '../host.ts'
import { issuesText } from '../issues-text.ts'
import { hasErrors, readWithBases } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'

interface Flags {
  readonly option?: string
  readonly set?: { path: string; value: string }[]
  readonly format: 'text' | 'json'
}

const isFile = async (name: string): Promise<boolean> => name === '-' || /\.(ya?ml|json)$/i.test(name) || (await stat(name).then(found => found.isFile(), () => false))

/** `explain FILE PATH`, `explain FILE` for the whole file, or `explain PATH` for what holds without a file of one's own. */
async function wordsOf(first: string, second: string | undefined): Promise<{ file: string | undefined; path: string }> {
  if (second !== undefined) return { file: first, path: second }
  return (await isFile(first)) ? { file: first, path: '' } : { file: undefined, path: first }
}

async function textOf(host: Host, file: string | undefined): Promise<string | undefined> {
  if (file === undefined) {
    host.say('no file given: explained for the quickstart scenario')
    return quickstart
  }
  const read = await readWithBases(file)
  if ('text' in read) return read.text
  host.say(issuesText([read.issue]).trimEnd())
  return undefined
}

/** What a figure or a bucket of the ledger is; no scenario is needed for it. */
function tellDefinition(host: Host, definition: Definition, { format }: Flags): ExitCode {
  host.out(format === 'json' ? `${JSON.stringify(definition, null, 2)}\n` : definitionText(definition, createPaint(host.hasColour)))
  return EXIT.pass
}

/** Where a value comes from and what it means, after options, expressions, catalogs and defaults. */
export const explain: CliCommand = {
  name: 'explain',
  declare(command, act, host) {
    command
      .description('say what a value of a scenario means, what it is and where it comes from; or what a figure or a bucket of the ledger is, and what is not modelled')
      .argument('<file-or-path>', 'scenario file, - for standard input; or only the path, for its defaults; or a figure such as meanUtilisation, a bucket or gate such as L2.grid or L2')
      .argument('[path]', 'path such as faults.technicians or blocks.block[2].cooling.supply; left out: everything')
      .option('--option <id>', 'with this option of the file')
      .option('--set <path=value>', 'replace a value first; may be repeated', collectSet)
      .option('--format <format>', 'text or json', oneOf('--format', ['text', 'json']), 'text')
      .action((first: string, second: string | undefined, flags: Flags) =>
        act(async () => {
          const definition = second === undefined ? definitionOf(first) : undefined
          if (definition !== undefined) return tellDefinition(host, definition, flags)
          const { file, path } = await wordsOf(first, second)
          const text = await textOf(host, file)
          if (text === undefined) return EXIT.invalidScenario
          const { document, issues } = loadScenario(text, { file: file ?? 'quickstart.yaml', set: flags.set ?? [], option: flags.option })
          if (issues.length > 0) host.say(issuesText(issues).trimEnd())
          if (document === undefined) return EXIT.invalidScenario
          const found = explainValue(document, path)
          if (!found.ok) {
            const { message, nearest = second === undefined ? nearestName(first, definedNames()) : undefined, allowed } = found.error
            const hints = [nearest === undefined ? '' : ` (did you mean ${nearest}?)`, allowed === undefined ? '' : ` (allowed: ${allowed})`].join('')
            throw new UsageError(`${path}: ${message}${hints}`)
          }
          const writers: Record<Flags['format'], (explanation: Explanation) => string> = {
            text: explanation => explanationText(explanation, createPaint(host.hasColour)),
            json: explanation => `${JSON.stringify({ ...explanation, notModelled: limitationsOfPath(path) }, null, 2)}\n`,
          }
          host.out(writers[flags.format](found.value))
          return hasErrors(issues) ? EXIT.invalidScenario : EXIT.pass
        }),
      )
  },
}
