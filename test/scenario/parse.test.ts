import { describe, expect, test } from 'vitest'
import type { Issue } from '../../src/scenario/issue.ts'
import { MAX_SCENARIO_BYTES, parse, parseValue } from '../../src/scenario/parse.ts'

const issuesOf = (text: string): readonly Issue[] => {
  const parsed = parse(text)
  return parsed.ok ? [] : parsed.error
}
const dataOf = (text: string): unknown => {
  const parsed = parse(text)
  return parsed.ok ? parsed.value.data : parsed.error
}
const first = (text: string): Partial<Issue> => {
  const [{ code, line, column }] = issuesOf(text)
  return { code, ...(line === undefined ? {} : { line, column }) }
}

describe('what is read', () => {
  test('YAML 1.2 core: dates and yes are text, numbers are numbers', () => {
    expect(dataOf('a: 2028-07-01\nb: yes\nc: 1e3\nd: 0x1F\ne: "5"\nf: ~\ng: true\nh: 60 MW\ni: =a * 2')).toEqual({ a: '2028-07-01', b: 'yes', c: 1000, d: 31, e: '5', f: null, g: true, h: '60 MW', i: '=a * 2' })
  })

  test('a byte order mark, CRLF and CR', () => {
    expect(dataOf('\uFEFFa: 1\r\nb:\r\n  - 2\r\n  - 3\r\n')).toEqual({ a: 1, b: [2, 3] })
    expect(dataOf('a: 1\rb: 2')).toEqual({ a: 1, b: 2 })
  })

  test('JSON, with tabs, escapes and surrogate pairs', () => {
    expect(dataOf('{\n\t"a": "\\ud83d\\ude00\\/\\u00e9",\n\t"b": [1,\n\t2.5e-3, null, true]\n}')).toEqual({ a: '😀/é', b: [1, 0.0025, null, true] })
  })

  test('aliases within reason', () => {
    expect(dataOf('a: &x {b: 1}\nc: *x\nd: [*x, *x]')).toEqual({ a: { b: 1 }, c: { b: 1 }, d: [{ b: 1 }, { b: 1 }] })
  })

  test('positions of keys and values, in YAML and JSON, with every line ending', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const parsed = parse(['a:', '  b: 1', '  c: [x, "y"]', '# note', 'd: {e: f}', 'g: &n {h: 1}', 'i: *n'].join(end))
      if (!parsed.ok) throw new Error('not parsed')
      const { positionOf } = parsed.value
      expect(positionOf(['a', 'b'])).toEqual({ line: 2, column: 6 })
      expect(positionOf(['a', 'b'], 'key')).toEqual({ line: 2, column: 3 })
      expect(positionOf(['a', 'c', 1])).toEqual({ line: 3, column: 10 })
      expect(positionOf(['d', 'e'])).toEqual({ line: 5, column: 8 })
      expect(positionOf(['i'])).toEqual({ line: 7, column: 4 })
      expect(positionOf(['i', 'h'])).toEqual({ line: 6, column: 11 })
      // A path that is not there stands at its deepest part.
      expect(positionOf(['d', 'zz', 'y'])).toEqual({ line: 5, column: 1 })
    }
    const json = parse('{\n  "a": {"b": [1, {"c": 2}]}\n}')
    expect(json.ok && json.value.positionOf(['a', 'b', 1, 'c'])).toEqual({ line: 2, column: 24 })
  })
})

describe('what is refused, with its place', () => {
  test.each<[string, string, Partial<Issue>]>([
    ['nothing', '', { code: 'empty', line: 1, column: 1 }],
    ['a comment', '# only\n', { code: 'empty', line: 1, column: 1 }],
    ['null', '~', { code: 'empty', line: 1, column: 1 }],
    ['a list', '- 1\n- 2', { code: 'type', line: 1, column: 1 }],
    ['a word', 'scenario', { code: 'type', line: 1, column: 1 }],
    ['a repeated key', 'a: 1\nb: 2\na: 3', { code: 'duplicate-key', line: 3, column: 1 }],
    ['a repeated JSON key', '{"a": 1, "a": 2}', { code: 'duplicate-key', line: 1, column: 10 }],
    ['an unknown tag', 'a: 1\nb: !!js/function x', { code: 'syntax', line: 2, column: 4 }],
    ['a complex key', '? [a, b]\n: 1', { code: 'syntax', line: 1, column: 1 }],
    ['an unknown alias, at its name', 'a: *nobody', { code: 'syntax', line: 1, column: 5 }],
    ['a loop', 'a: &x [1, *x]', { code: 'cycle', line: 1, column: 11 }],
    ['infinity', 'a: .inf', { code: 'number', line: 1, column: 1 }],
    ['a prototype key', 'a:\n  __proto__: {b: 1}', { code: 'unknown-key', line: 2, column: 3 }],
    ['a constructor key', 'constructor: 1', { code: 'unknown-key', line: 1, column: 1 }],
  ])('%s', (_, text, expected) => {
    expect(first(text)).toEqual(expected)
  })

  test.each([['a tab', 'a:\n\tb: 1'], ['an open bracket', 'a: [1, 2'], ['a null byte', 'a: "\u0000"'], ['bad indentation', 'a: b: c'], ['an open quote', 'a: "x'], ['a lone brace', '}'], ['two documents', '--- {a: 1}\n--- {b: 2}']])('%s', (_, text) => {
    const issues = issuesOf(text)
    expect(issues.length).toBeGreaterThan(0)
    for (const issue of issues) expect(issue).toMatchObject({ severity: 'error', message: expect.stringMatching(/\S/u) as string })
  })

  test('all repeated keys, and all syntax errors that can be told', () => {
    expect(issuesOf('a: 1\na: 2\nb: {c: 1, c: 2}').map(({ path, line }) => [path, line])).toEqual([['a', 2], ['b.c', 3]])
    expect(issuesOf('a: "\\q"\nb: 1\nc: "\\q"').map(({ line }) => line)).toEqual([1, 3])
  })

  test('a file that is too large, with its size', () => {
    const [issue] = issuesOf(`a: ${'ä'.repeat(MAX_SCENARIO_BYTES / 2)}`)
    expect(issue).toMatchObject({ code: 'too-large', message: expect.stringContaining('4000003') as string, allowed: expect.stringContaining('4000000') as string })
    expect(issuesOf(`a: ${'x'.repeat(MAX_SCENARIO_BYTES - 3)}`)).toEqual([])
  })

  test('aliases that explode: a billion values from eleven lines', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]', ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 10 }, () => `*a${i}`).join(', ')}]`)].join('\n')
    expect(issuesOf(bomb).map(({ code }) => code)).toContain('too-large')
  })

  test('more aliases than anyone needs', () => {
    expect(first(`a: &a 1\nb: [${'*a, '.repeat(1001)}*a]`).code).toBe('syntax')
  })

  test('nesting, by brackets and by aliases', () => {
    expect(issuesOf(`a: ${'['.repeat(5000)}`).length).toBeGreaterThan(0)
    expect(issuesOf(`{"a": ${'['.repeat(5000)}${']'.repeat(5000)}}`).length).toBeGreaterThan(0)
    const chain = ['a0: &a0 [x]', ...Array.from({ length: 200 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`)].join('\n')
    expect(issuesOf(chain).map(({ code }) => code)).toContain('too-deep')
  })
})

test('the value of a --set is YAML on one line', () => {
  expect(parseValue('0 days')).toEqual({ ok: true, value: '0 days' })
  expect(parseValue('12')).toEqual({ ok: true, value: 12 })
  expect(parseValue('{p50: 1 month, p90: 2 months}')).toEqual({ ok: true, value: { p50: '1 month', p90: '2 months' } })
  expect(parseValue('=min(a, b)')).toEqual({ ok: true, value: '=min(a, b)' })
  for (const wrong of ['', '   ', '[1', '1\nother: 2', '&a [*a]']) expect(parseValue(wrong).ok).toBe(false)
})
