/**
 * Requests of the Azure LLM inference traces of 2023 and 2024: `TIMESTAMP,ContextTokens,GeneratedTokens`, times without an offset in the
 * first and with one in the second, seven digits of a second or six.
 */
import { err, ok } from '../../base/result.ts'
import type { RequestTrace } from '../../scenario/inputs.ts'
import type { TracePolicy } from '../../scenario/schema/trace.ts'
import type { RowReader } from '../row-reader.ts'
import { parseStamp } from '../timestamps.ts'
import { traceFindings } from '../trace-findings.ts'

/** Tokens of one request beyond this are an error of the file. */
const MOST_TOKENS = 10_000_000
const MOST_REQUESTS = 50_000_000

export const sniffAzureLlm = (head: string): boolean => /^\uFEFF?TIMESTAMP,ContextTokens,GeneratedTokens\s*(\r|\n|$)/u.test(head)

interface Columns {
  length: number
  atMs: Float64Array
  prompt: Uint32Array
  output: Uint32Array
}

function makeRoom(columns: Columns): void {
  if (columns.length < columns.atMs.length) return
  const size = Math.ceil(columns.length * 1.6) + 1024
  const [atMs, prompt, output] = [new Float64Array(size), new Uint32Array(size), new Uint32Array(size)]
  atMs.set(columns.atMs)
  prompt.set(columns.prompt)
  output.set(columns.output)
  Object.assign(columns, { atMs, prompt, output })
}

const isCount = (tokens: number): boolean => Number.isInteger(tokens) && tokens >= 0 && tokens <= MOST_TOKENS

export function openAzureLlm(policy: TracePolicy): RowReader<RequestTrace> {
  const findings = traceFindings('AZURE', policy)
  const columns: Columns = { length: 0, atMs: new Float64Array(0), prompt: new Uint32Array(0), output: new Uint32Array(0) }
  let [lastBad, lastMs] = [0, -Infinity]
  let zone: boolean | undefined
  let isSorted = true
  const take = (cells: readonly string[], number: number): void => {
    const stamp = parseStamp(cells[0].trim())
    if (stamp === undefined) return void findings.note('LINE', number)
    zone ??= stamp.hasOffset
    if (stamp.hasOffset !== zone && !findings.note('ZONE', number)) return
    const [prompt, output] = [cells[1], cells[2]].map(text => (text.trim() === '' ? Number.NaN : Number(text)))
    if ((!isCount(prompt) || !isCount(output)) && !findings.note('TOKENS', number)) return
    if (stamp.ms < lastMs) {
      findings.note('ORDER', number)
      isSorted = false
    }
    lastMs = stamp.ms
    makeRoom(columns)
    columns.atMs[columns.length] = stamp.ms
    columns.prompt[columns.length] = isCount(prompt) ? prompt : 0
    columns.output[columns.length++] = isCount(output) ? output : 0
  }
  return {
    note: (reason, line) => void findings.note(reason, line),
    line(text, number) {
      if (number === 1 || text.trim() === '' || columns.length >= MOST_REQUESTS) return
      const cells = text.split(',')
      if (cells.length === 3) return take(cells, number)
      lastBad = number
      findings.note('LINE', number)
    },
    end(lastIsWhole) {
      if (!lastIsWhole && lastBad > 0) findings.note('TRUNCATED', lastBad)
      const issues = findings.issues()
      const errors = issues.filter(({ severity }) => severity === 'error')
      if (errors.length > 0) return err(errors)
      if (columns.length === 0) return err([{ code: 'AZURE_EMPTY', severity: 'error', message: 'no request in the file' }])
      const { length } = columns
      const order = Uint32Array.from({ length }, (_, row) => row)
      if (!isSorted) order.sort((a, b) => columns.atMs[a] - columns.atMs[b] || a - b)
      const first = columns.atMs[order[0]]
      return ok({
        table: {
          source: 'Azure LLM inference trace',
          arrivalMs: Float64Array.from({ length }, (_, row) => columns.atMs[order[row]] - first),
          promptTokens: Uint32Array.from({ length }, (_, row) => columns.prompt[order[row]]),
          outputTokens: Uint32Array.from({ length }, (_, row) => columns.output[order[row]]),
          leftOut: findings.left(),
        },
        warnings: issues,
      })
    },
  }
}
