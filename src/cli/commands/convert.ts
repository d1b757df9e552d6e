import { valueAt, valuesOf } from '../../base/packed-column.ts'
import { digits } from '../../analysis/number-text.ts'
import { readJobParquet, readRequests, readTrace, sniffRequests } from '../../exchange/importers/index.ts'
import type { ImportIssue } from '../../exchange/import-issue.ts'
import type { Import } from '../../exchange/row-reader.ts'
import { type JobTrace, type RequestTrace, TRACE_END } from '../../scenario/inputs.ts'
import { TRACE_POLICIES, type TraceColumns, type TracePolicy } from '../../scenario/schema/trace.ts'
import type { CliCommand } from '../command.ts'
import { collectMap, oneOf, UsageError } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { reasonOf } from '../file-issue.ts'
import type { Host } from '../host.ts'
import { headOf, readByRange, readInChunks } from '../read-trace.ts'
import { fileToWrite } from '../out-path.ts'
import { writeWhole } from '../write-whole.ts'

interface Flags {
  readonly columns?: Record<string, string>
  readonly onBadLine: TracePolicy
  readonly stripNodeFailures?: boolean
  readonly out?: string
}

const KEYS = ['submit', 'run', 'start', 'end', 'accelerators', 'requested', 'user', 'state', 'unit']
const UNITS = ['ms', 's', 'min', 'h'] as const
const ROWS_AT_A_TIME = 8192

/** Columns of a CSV or Parquet file as the flag names them. */
function columnsOf(named: Record<string, string> | undefined): TraceColumns | undefined {
  if (named === undefined) return undefined
  const unknown = Object.keys(named).find(key => !KEYS.includes(key))
  if (unknown !== undefined) throw new UsageError(`--columns knows ${KEYS.join(', ')}, not '${unknown}'`)
  const { submit, accelerators, unit = 's' } = named
  if (submit === undefined || accelerators === undefined) throw new UsageError('--columns needs submit and accelerators, and run or start and end')
  return { ...named, submit, accelerators, unit: oneOf('unit of --columns', UNITS)(unit) }
}

const END_WORDS = Object.entries(TRACE_END).reduce<Record<number, string>>((words, [word, code]) => ({ ...words, [code]: word }), {})

const JOB_HEAD = 'submit_s,run_s,requested_s,accelerators,state,user'
const jobLine = ({ submitMs, runMs, requestedMs, processors, ends, users }: JobTrace, row: number): string =>
  [...[submitMs, runMs, requestedMs].map(column => valueAt(column, row) / 1000), valueAt(processors, row), END_WORDS[ends === undefined ? TRACE_END.completed : valueAt(ends, row)], users === undefined || valueAt(users, row) < 0 ? '' : valueAt(users, row)].join(',')
const REQUEST_HEAD = 'arrival_s,prompt_tokens,output_tokens'
const requestLine = ({ arrivalMs, promptTokens, outputTokens }: RequestTrace, row: number): string => `${arrivalMs[row] / 1000},${promptTokens[row]},${outputTokens[row]}`

/** Some thousand lines at a time. */
function* pieces(heading: string, count: number, line: (row: number) => string): Generator<string> {
  yield `${heading}\n`
  for (let from = 0; from < count; from += ROWS_AT_A_TIME) {
    const rows = Array.from({ length: Math.min(ROWS_AT_A_TIME, count - from) }, (_, i) => line(from + i))
    yield `${rows.join('\n')}\n`
  }
}

async function write(host: Host, out: string | undefined, heading: string, count: number, line: (row: number) => string): Promise<void> {
  const text = pieces(heading, count, line)
  if (out !== undefined) return writeWhole(out, text)
  for (const piece of text) host.out(piece)
}

function say(host: Host, file: string, issues: readonly ImportIssue[]): void {
  for (const { severity, code, message, line, count = 1 } of issues) host.say(`${file}${line === undefined ? '' : `:${line}`}: ${severity === 'warn' ? 'warning: ' : ''}${count} ${message} (${code})`)
}

function meanOf(values: Iterable<number>): number {
  let [sum, count] = [0, 0]
  for (const value of values) {
    sum += value
    count += 1
  }
  return sum / count
}

function tell<T>(host: Host, file: string, read: Import<T>): T | undefined {
  say(host, file, read.ok ? read.value.warnings : read.error)
  return read.ok ? read.value.table : undefined
}

async function convertFile(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  const columns = columnsOf(flags.columns)
  if (!file.endsWith('.parquet') && sniffRequests(await headOf(file))) {
    const requests = tell(host, file, (await readInChunks(file, readRequests(flags.onBadLine))).read)
    if (requests === undefined) return EXIT.invalidScenario
    await write(host, flags.out, REQUEST_HEAD, requests.arrivalMs.length, row => requestLine(requests, row))
    host.say(`${requests.arrivalMs.length} requests, ${requests.leftOut} lines left out; mean prompt ${digits(meanOf(requests.promptTokens), 1)} tokens, mean answer ${digits(meanOf(requests.outputTokens), 1)}`)
    return EXIT.pass
  }
  const rules = { onBadLine: flags.onBadLine, stripNodeFailures: flags.stripNodeFailures ?? false, columns }
  const { read } = file.endsWith('.parquet') ? await readByRange(file, bytes => readJobParquet(bytes, rules)) : await readInChunks(file, readTrace(rules))
  const jobs = tell(host, file, read)
  if (jobs === undefined) return EXIT.invalidScenario
  await write(host, flags.out, JOB_HEAD, jobs.submitMs.length, row => jobLine(jobs, row))
  host.say(`${jobs.submitMs.length} jobs, ${jobs.leftOut ?? 0} lines left out; mean run ${digits(meanOf(valuesOf(jobs.runMs)) / 1000, 0)} s, mean size ${digits(meanOf(valuesOf(jobs.processors)), 2)}`)
  return EXIT.pass
}

/** Reads a recorded trace of any known form and writes it as one plain table. */
export const convert: CliCommand = {
  name: 'convert',
  declare(command, act, host) {
    command
      .description('turn a recorded trace (SWF, Slurm sacct, Philly, Azure LLM requests, CSV or Parquet by its columns) into one plain CSV')
      .argument('<file>', 'trace; a name that ends in .gz is unpacked')
      .option('--columns <key=name>', `columns of a CSV or Parquet file: ${KEYS.join(', ')}; commas between several, may be repeated`, collectMap)
      .option('--on-bad-line <policy>', 'skip, clip or fail', oneOf('--on-bad-line', TRACE_POLICIES), 'skip')
      .option('--strip-node-failures', 'leave out attempts that a node failure ended')
      .option('--out <file>', 'write there instead of to standard output', fileToWrite('--out'))
      .addHelpText('after', '\nWhat is left out or repaired is told by kind with its count and first line. Exit codes: 0 done, 2 usage, 3 the file cannot be read.')
      .action((file: string, flags: Flags) =>
        act(async () => {
          try {
            return await convertFile(host, file, flags)
          } catch (error) {
            if (error instanceof UsageError) throw error
            throw new UsageError(`${file} ${reasonOf(error)}`)
          }
        }),
      )
  },
}
