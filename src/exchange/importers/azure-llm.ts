/**
 * Requests of the Azure LLM inference traces of 2023 and 2024: `TIMESTAMP,ContextTokens,GeneratedTokens`, times without an offset in the
 * first and with one in the second, seven digits of a second or six.
 */
import { err, ok } from '../../base/result.ts'
import { MINUTE_MS } from '../../base/spans.ts'
import type { RequestDemand, RequestTrace } from '../../scenario/inputs.ts'
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

const isCount = (tokens: number): boolean => Number.isInteger(tokens) && tokens >= 1 && tokens <= MOST_TOKENS

/** What becomes of a request that can be read. */
type Take = (atMs: number, prompt: number, output: number) => void

/** Reads the lines of a trace; `done` makes the table of what was taken, in order of time or not. */
function openLines<T>(policy: TracePolicy, taken: () => number, take: Take, done: (isSorted: boolean, leftOut: number) => T): RowReader<T> {
  const findings = traceFindings('AZURE', policy)
  let [lastBad, lastMs] = [0, -Infinity]
  let zone: boolean | undefined
  let isSorted = true
  const read = (cells: readonly string[], number: number): void => {
    const stamp = parseStamp(cells[0].trim())
    if (stamp === undefined) return void findings.note('LINE', number)
    zone ??= stamp.hasOffset
    if (stamp.hasOffset !== zone && !findings.note('ZONE', number)) return
    const [prompt, output] = [cells[1], cells[2]].map(text => (text.trim() === '' ? Number.NaN : Number(text)))
    const isNone = (prompt === 0 || isCount(prompt)) && (output === 0 || isCount(output))
    if ((!isCount(prompt) || !isCount(output)) && !findings.note(isNone ? 'NO_TOKENS' : 'TOKENS', number)) return
    if (stamp.ms < lastMs) {
      findings.note('ORDER', number)
      isSorted = false
    }
    lastMs = stamp.ms
    take(stamp.ms, isCount(prompt) ? prompt : 1, isCount(output) ? output : 1)
  }
  return {
    note: (reason, line) => void findings.note(reason, line),
    line(text, number) {
      if (number === 1 || text.trim() === '') return
      const cells = text.split(',')
      if (cells.length === 3) return read(cells, number)
      lastBad = number
      findings.note('LINE', number)
    },
    end(lastIsWhole) {
      if (!lastIsWhole && lastBad > 0) findings.note('TRUNCATED', lastBad)
      const issues = findings.issues()
      const errors = issues.filter(({ severity }) => severity === 'error')
      if (errors.length > 0) return err(errors)
      if (taken() === 0) return err([{ code: 'AZURE_EMPTY', severity: 'error', message: 'no request in the file' }])
      if (taken() > MOST_REQUESTS) return err([{ code: 'AZURE_LONG', severity: 'error', message: `more than ${MOST_REQUESTS} requests, or than twenty years of them` }])
      return ok({ table: done(isSorted, findings.left()), warnings: issues })
    },
  }
}

/** Request by request. */
export function openAzureLlm(policy: TracePolicy): RowReader<RequestTrace> {
  const columns: Columns = { length: 0, atMs: new Float64Array(0), prompt: new Uint32Array(0), output: new Uint32Array(0) }
  let count = 0
  const take: Take = (atMs, prompt, output) => {
    count += 1
    if (count > MOST_REQUESTS) return
    makeRoom(columns)
    columns.atMs[columns.length] = atMs
    columns.prompt[columns.length] = prompt
    columns.output[columns.length++] = output
  }
  return openLines(policy, () => count, take, (isSorted, leftOut) => {
    const { length } = columns
    const order = Uint32Array.from({ length }, (_, row) => row)
    if (!isSorted) order.sort((a, b) => columns.atMs[a] - columns.atMs[b] || a - b)
    const first = columns.atMs[order[0]]
    return {
      source: 'Azure LLM inference trace',
      arrivalMs: Float64Array.from({ length }, (_, row) => columns.atMs[order[row]] - first),
      promptTokens: Uint32Array.from({ length }, (_, row) => columns.prompt[order[row]]),
      outputTokens: Uint32Array.from({ length }, (_, row) => columns.output[order[row]]),
      leftOut,
    }
  })
}

/** Twenty years. */
const MOST_MINUTES = 10_519_200

/** Counts by number, which grow with the highest. */
function createCounts() {
  let counts = new Float64Array(1024)
  let highest = -1
  return {
    add(at: number): void {
      if (at >= counts.length) {
        const grown = new Float64Array(Math.max(at + 1, 2 * counts.length))
        grown.set(counts)
        counts = grown
      }
      counts[at] += 1
      highest = Math.max(highest, at)
    },
    all: (): Float64Array => counts.slice(0, highest + 1),
  }
}

/** As demand: memory grows with the minutes of the trace and with the longest prompt, not with the requests. */
export function openAzureDemand(policy: TracePolicy): RowReader<RequestDemand> {
  const byMinute = new Map<number, number>()
  const [prompts, outputs] = [createCounts(), createCounts()]
  let [first, last, count] = [Infinity, -Infinity, 0]
  const take: Take = (atMs, prompt, output) => {
    const minute = Math.floor(atMs / MINUTE_MS)
    count = Math.max(count, Math.max(last, minute) - Math.min(first, minute) > MOST_MINUTES ? MOST_REQUESTS + 1 : 1)
    if (count > MOST_REQUESTS) return
    first = Math.min(first, minute)
    last = Math.max(last, minute)
    byMinute.set(minute, (byMinute.get(minute) ?? 0) + 1)
    prompts.add(prompt)
    outputs.add(output)
  }
  return openLines(policy, () => count, take, (_isSorted, leftOut) => ({
    source: 'Azure LLM inference trace',
    minutes: Float64Array.from({ length: last - first + 1 }, (_, minute) => byMinute.get(first + minute) ?? 0),
    promptCounts: prompts.all(),
    outputCounts: outputs.all(),
    leftOut,
  }))
}
