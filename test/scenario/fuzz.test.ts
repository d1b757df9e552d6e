// Any bytes as a scenario give issues or a scenario, never an exception. A failure prints its seed.
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { entityKey, rootKey, uniform } from '../../src/base/rng.ts'
import { explain } from '../../src/scenario/explain.ts'
import { formatIssue } from '../../src/scenario/issue.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { LoadChoices } from '../../src/scenario/load.ts'
import { shippedText, SMALL } from './support/files.ts'

type Draw = (below: number) => number

function stream(seed: number, title: string): Draw {
  const key = entityKey(rootKey(seed, 0), title)
  let n = 0
  return (below) => Math.floor(uniform(key, 1, n++) * below)
}

/** What is wrong with the answer to a text; empty when the answer is a proper one. */
function faultsOf(text: string, choices: LoadChoices = {}): string[] {
  const loaded = loadScenario(text, { file: 'fuzz.yaml', ...choices })
  if (loaded.document) explain(loaded.document, 'blocks')
  const isValid = loaded.issues.every(({ severity }) => severity !== 'error')
  const muddled = loaded.issues.filter((issue) => /undefined|\[object|NaN/u.test(issue.message) || !/^\S.* \S/su.test(formatIssue(issue)))
  return [...(isValid === (loaded.scenario !== undefined) ? [] : ['a scenario with errors, or neither']), ...muddled.map(formatIssue)]
}
/** Faults over many texts. */
const faultsOver = (count: number, of: () => string[]): string[] => Array.from({ length: count }, of).flat()

const PIECES = ['\n', '  ', '\t', ': ', '- ', '[', ']', '{', '}', '"', "'", '#', '&a', '*a', '!!str', '|', '>', '~', '---\n', '...\n', '%', '@', '`', ',', '?', '=', '=slip', '=1/0', '<<', '.inf', '.nan', '1e999', '-1', '0', 'null', 'true', 'constructor', '__proto__', '\0', '\uFEFF', '\uD800', '😀', '\u2028', 'blocks', 'count', 'id', '[2]', '2027-02-30', '60 MW', '6 months']

function mutate(text: string, draw: Draw): string {
  let mutated = text
  for (let i = draw(4) + 1; i > 0; i--) {
    const at = draw(mutated.length + 1)
    const length = draw(12)
    const lines = mutated.split('\n')
    const moves = [
      () => mutated.slice(0, at) + mutated.slice(at + length),
      () => mutated.slice(0, at) + PIECES[draw(PIECES.length)] + mutated.slice(at),
      () => mutated.slice(0, at) + PIECES[draw(PIECES.length)] + mutated.slice(at + length),
      () => lines.toSpliced(draw(lines.length), 1).join('\n'),
      () => lines.toSpliced(draw(lines.length), 0, lines[draw(lines.length)]).join('\n'),
      () => mutated.slice(0, at),
    ]
    mutated = moves[draw(moves.length)]()
  }
  return mutated
}

const VALUES: readonly unknown[] = [null, true, 0, -1, 1e308, 0.5, '', 'x', '=', '=slip', '=slip * slip', '60 MW', '-60 MW', '6 months', '2027-01-01', [], {}, [[]], [null], { id: 'hall' }, { p50: '1 day' }, { p50: '1 day', p90: '2 days' }, { model: 'gb200-nvl72' }, 'a.b', 1e21]

/** Data with one value, anywhere, replaced by one that does not belong there. */
function swap(data: unknown, draw: Draw): unknown {
  if (typeof data !== 'object' || data === null || draw(6) === 0) return VALUES[draw(VALUES.length)]
  if (Array.isArray(data)) {
    const at = draw(data.length + 1)
    return data.toSpliced(at, 1, swap(data[at], draw))
  }
  const keys = Object.keys(data)
  const key = draw(12) === 0 ? ['zzz', 'count', 'id', 'set', 'p50'][draw(5)] : keys[draw(Math.max(1, keys.length))]
  return { ...data, [key ?? 'x']: swap((data as Record<string, unknown>)[key], draw) }
}

describe.each([1, 2, 3])('seed %i', (seed) => {
  test('random bytes', () => {
    const draw = stream(seed, 'bytes')
    const bytes = () => Array.from({ length: draw(200) }, () => String.fromCharCode(draw(draw(2) === 0 ? 128 : 65_536))).join('')
    expect(faultsOver(60, () => faultsOf(bytes()))).toEqual([])
  })

  test('random pieces of the language', () => {
    const draw = stream(seed, 'pieces')
    const pieces = () => `format: 1\n${Array.from({ length: draw(30) }, () => PIECES[draw(PIECES.length)]).join('')}`
    expect(faultsOver(60, () => faultsOf(pieces()))).toEqual([])
  })

  test('mutated scenarios', () => {
    const draw = stream(seed, 'mutations')
    const campus = shippedText('dallas-100mw.yaml')
    expect(faultsOver(120, () => faultsOf(mutate(SMALL, draw), draw(3) === 0 ? { option: 'on-time' } : {}))).toEqual([])
    expect(faultsOver(15, () => faultsOf(mutate(campus, draw)))).toEqual([])
  })

  test('well-formed nonsense', () => {
    const draw = stream(seed, 'nonsense')
    const data = load(SMALL)
    expect(faultsOver(150, () => faultsOf(JSON.stringify(swap(data, draw)), draw(3) === 0 ? { option: 'on-time' } : {}))).toEqual([])
  })

  test('arbitrary sets', () => {
    const draw = stream(seed, 'sets')
    const words = ['blocks', 'hall', 'hall[1]', 'annex', 'cooling', 'units', 'count', 'grid', 'feeds', 'street', 'energised', 'slip', 'planned', 'racks[0]', 'racks', 'workload', 'chat', 'options', 'parameters', '[0]', '', 'constructor']
    const path = () => Array.from({ length: draw(5) + 1 }, () => words[draw(words.length)]).join('.')
    expect(faultsOver(80, () => faultsOf(SMALL, { set: [{ path: path(), value: JSON.stringify(VALUES[draw(VALUES.length)]) }] }))).toEqual([])
  })
})
