/** A trace of requests as the demand of a service: minutes and lengths, whatever the order of lines and the size of the file. */
import { describe, expect, test } from 'vitest'
import { readDemand } from '../../src/exchange/importers/index.ts'

const HEAD = 'TIMESTAMP,ContextTokens,GeneratedTokens\n'
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Lines of so many requests, 20 ms apart, made when asked for; in chunks of some kilobytes. */
function* linesOf(count: number): Generator<Uint8Array> {
  let text = HEAD
  for (let i = 0; i < count; i++) {
    const ms = i * 20
    const [hour, minute, second] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60]
    const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0')
    text += `2023-11-${pad(16 + Math.floor(hour / 24))} ${pad(hour % 24)}:${pad(minute)}:${pad(second)}.${pad(ms % 1000, 3)}0000,${1000 + (i % 100)},${1 + (i % 50)}\n`
    if (text.length < 65_536) continue
    yield encode(text)
    text = ''
  }
  yield encode(text)
}

describe('demand by minute', () => {
  test('counts and lengths of a stream that never is in memory as a whole: 3,000 requests a minute', () => {
    const reader = readDemand('fail')
    let bytes = 0
    for (const chunk of linesOf(200_000)) {
      bytes += chunk.length
      reader.push(chunk)
    }
    const result = reader.end()
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    const { minutes, promptCounts, outputCounts, leftOut } = result.value.table
    expect(bytes).toBeGreaterThan(7_000_000)
    expect([minutes.length, minutes[0], minutes[66], leftOut]).toEqual([67, 3000, 2000, 0])
    expect([promptCounts.length, promptCounts[1000], promptCounts[999], outputCounts[1], outputCounts[50]]).toEqual([1100, 2000, 0, 4000, 4000])
  })

  test('lines out of order count in their minute; wrong ones are left out and told', () => {
    const reader = readDemand('skip')
    reader.push(encode(`${HEAD}2024-05-10 00:02:01+00:00,100,10\n2024-05-10 00:00:59+00:00,200,20\n2024-05-10 00:02:30+00:00,-5,1\nnothing\n`))
    const result = reader.end()
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    expect([...result.value.table.minutes]).toEqual([1, 0, 1])
    expect(result.value.table.leftOut).toBe(2)
    expect(result.value.warnings.map(({ code }) => code)).toEqual(['AZURE_ORDER', 'AZURE_TOKENS', 'AZURE_LINE'])
  })
})
