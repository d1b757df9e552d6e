import { describe, expect, test } from 'vitest'
import { digits, percent, short } from '../../src/analysis/number-text.ts'
import { bandPath, hatchPath, linePath, valueScale } from '../../src/charts/parts.ts'
import { fitText, textWidth, wrapText } from '../../src/charts/text-width.ts'

const THIN = '\u2009'

describe('numbers', () => {
  test.each([
    [0, 0, '0'],
    [1234567.8, 0, `1${THIN}234${THIN}568`],
    [-1234.5, 1, `−1${THIN}234.5`],
    [-0.001, 2, '0.00'],
    [999.999, 1, `1${THIN}000.0`],
  ])('%d with %d decimals reads %s', (value, decimals, text) => {
    expect(digits(value, decimals)).toBe(text)
  })

  test.each([
    [0, '0'],
    [950, '950'],
    [999.6, `1${THIN}k`],
    [13_608, `13.6${THIN}k`],
    [20_000, `20${THIN}k`],
    [2500, `2.5${THIN}k`],
    [1_230_000, `1.23${THIN}M`],
    [390_112_000, `390${THIN}M`],
    [-5_740_000, `−5.74${THIN}M`],
    [0.25, '0.3'],
  ])('%d in short is %s', (value, text) => {
    expect(short(value)).toBe(text)
  })

  test('percent', () => {
    expect(percent(0.12345, 1)).toBe(`12.3${THIN}%`)
  })
})

describe('value axis', () => {
  const plot = { left: 40, right: 400, top: 50, bottom: 250 }

  test.each([
    [40_824, [0, 10_000, 20_000, 30_000, 40_000, 50_000], 0],
    [1, [0, 0.2, 0.4, 0.6, 0.8, 1], 1],
    [0.7, [0, 0.2, 0.4, 0.6, 0.8], 1],
    [56.2, [0, 20, 40, 60], 0],
    [115.1, [0, 25, 50, 75, 100, 125], 0],
    [0.012, [0, 0.0025, 0.005, 0.0075, 0.01, 0.0125], 4],
  ])('to %d has ticks %j', (max, ticks, decimals) => {
    const scale = valueScale(0, max, plot)
    expect(scale.ticks.map(tick => Math.round(tick * 1e6) / 1e6)).toEqual(ticks)
    expect(scale.decimals).toBe(decimals)
    expect(scale.y(0)).toBe(plot.bottom)
    expect(scale.y(scale.max)).toBe(plot.top)
  })

  test('has fewer ticks where there is little room, and never none', () => {
    for (let height = 1; height < 200; height += 7) {
      const { ticks } = valueScale(0, 87, { ...plot, bottom: plot.top + height })
      expect(ticks.length).toBeGreaterThanOrEqual(2)
      expect((ticks.length - 1) * 34 <= height || ticks.length === 2).toBe(true)
    }
  })
})

describe('paths', () => {
  test('a line has gaps where values are missing and a dot for a lone value', () => {
    expect(linePath([0, 1, 2, 3, 4], [5, 6, NaN, 7, NaN])).toBe('M0.0,5.0L1.0,6.0M3.0,7.0h0.1')
  })

  test('a band is in pieces', () => {
    expect(bandPath([0, 1, 2, 3], [1, 1, NaN, 1], [2, 2, 2, 2])).toBe('M0.0,2.0L1.0,2.0L1.0,1.0L0.0,1.0ZM3.0,2.0L3.0,1.0Z')
    expect(bandPath([0], [NaN], [1])).toBe('')
  })

  test('hatching stays inside its rectangle', () => {
    const numbers = [...hatchPath(10, 20, 33, 17).matchAll(/[ML]([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)])
    expect(numbers.length).toBeGreaterThan(10)
    for (const [x, y] of numbers) {
      expect(x >= 10 && x <= 43 && y >= 20 && y <= 37, `${x},${y}`).toBe(true)
    }
    expect(hatchPath(0, 0, 0.5, 20)).toBe('')
  })
})

describe('text', () => {
  test('wraps at spaces and ends with an ellipsis where there is no room', () => {
    const title = '54.3 % of the contract became useful compute; “not energised” took most'
    const lines = wrapText(title, 300, 13, 2, true)
    expect(lines).toHaveLength(2)
    expect(lines.join(' ')).toBe(title)
    for (const line of wrapText(title, 120, 13, 2, true)) expect(textWidth(line, 13, true)).toBeLessThanOrEqual(120)
    expect(wrapText(title, 120, 13, 2, true)[1]).toMatch(/…$/)
  })

  test('a word that is too long is cut, not lost', () => {
    expect(fitText('Donaudampfschifffahrtsgesellschaft', 80, 12)).toMatch(/^Donau.*…$/)
  })
})
