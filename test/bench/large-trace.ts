/** A trace of so many bytes that is made while it is read, in a process of its own: what reading it takes. Prints a line of JSON. */
import { readDemand, readRequests, readTrace } from '../../src/exchange/importers/index.ts'
import { PLAIN_RULES } from '../../src/scenario/trace-key.ts'

/** What such a process measured. */
export interface LargeTrace {
  readonly bytes: number
  readonly rows: number
  readonly seconds: number
  /** Highest resident memory of the process, and what it was before the first byte. */
  readonly peakMB: number
  readonly beforeMB: number
}

const CHUNK = 65_536
const pad = (value: number, digits: number): string => String(value).padStart(digits, '0')

/** A line of the Standard Workload Format, of about eighty bytes as those of the archive. */
const swfLine = (i: number): string => `${i + 1} ${i * 7} ${i % 900} ${60 + (i % 86_000)} ${8 << (i % 5)} -1 ${1_000_000 + (i % 4_000_000)} ${8 << (i % 5)} 90000 -1 ${i % 2} ${i % 400} ${i % 40} ${i % 9} 1 1 -1 -1\n`

/** A request of the Azure form, a hundred of them a second. */
function requestLine(i: number): string {
  const seconds = Math.floor(i / 100)
  return `2024-05-${pad(10 + Math.floor(seconds / 86_400), 2)} ${pad(Math.floor(seconds / 3600) % 24, 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}.${pad((i % 100) * 10_000, 6)}+00:00,${1 + (i % 7000)},${1 + (i % 900)}\n`
}

/** Bytes of lines, some kilobytes at a time. */
export function* bytesOf(heading: string, line: (i: number) => string, bytes: number): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  let [text, made] = [heading, 0]
  for (let i = 0; made < bytes; i++) {
    text += line(i)
    if (text.length < CHUNK) continue
    made += text.length
    yield encoder.encode(text)
    text = ''
  }
}

const AZURE_HEAD = 'TIMESTAMP,ContextTokens,GeneratedTokens\n'
const FORMS = {
  swf: { heading: '; Version: 2.2\n; MaxProcs: 100000\n', line: swfLine, open: () => readTrace(PLAIN_RULES), rows: (table: { submitMs: { length: number } }) => table.submitMs.length },
  requests: { heading: AZURE_HEAD, line: requestLine, open: () => readRequests('skip'), rows: (table: { arrivalMs: Float64Array }) => table.arrivalMs.length },
  demand: { heading: AZURE_HEAD, line: requestLine, open: () => readDemand('skip'), rows: (table: { minutes: Float64Array }) => table.minutes.reduce((sum, count) => sum + count, 0) },
} as const

export function measure(form: keyof typeof FORMS, bytes: number): LargeTrace {
  const { heading, line, open, rows } = FORMS[form]
  const beforeMB = process.memoryUsage().rss / 1_048_576
  const from = performance.now()
  const reader = open()
  let read = 0
  for (const chunk of bytesOf(heading, line, bytes)) {
    read += chunk.length
    reader.push(chunk)
  }
  const result = reader.end()
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return { bytes: read, rows: rows(result.value.table as never), seconds: (performance.now() - from) / 1000, peakMB: process.resourceUsage().maxRSS / 1024, beforeMB }
}

const [, , form, bytes] = process.argv
if (form !== undefined && form in FORMS && bytes !== undefined) console.log(JSON.stringify(measure(form as keyof typeof FORMS, Number(bytes))))
