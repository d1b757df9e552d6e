import { describe, expect, test } from 'vitest'
import { rootKey } from '../../../src/base/rng.ts'
import { scheduleDraws } from '../../../src/engine/preflight/schedule/draw.ts'
import { evaluate } from '../../../src/engine/preflight/schedule/evaluate.ts'
import { ROLE } from '../../../src/engine/preflight/schedule/network.ts'
import { createSimulation } from '../../../src/engine/simulation.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { SITE, drawn, finishOf, networkOf, scenarioOf } from './site.ts'

const scenario = scenarioOf(SITE)
const net = networkOf(scenario)
const SEEDS = [1, 2, 3]
const DAY_MS = 86_400_000

function runOf(seed: number): RunResult {
  const simulation = createSimulation(scenario, { weather: null }, { seed, replication: 0, record: true })
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const EMPTY = scenarioOf(SITE, { 'workload': '[]' })

describe.each(SEEDS)('seed %d', seed => {
  test('a draw of the schedule has the dates of the run with the same seed, to the millisecond', () => {
    const run = runOf(seed)
    const times = drawn(net, seed, 0)
    const reached = (name: string, block: number) => run.milestones.find(milestone => milestone.name === name && milestone.block === block)?.atMs
    expect(run.milestones.find(({ name }) => name === 'Feed main energised')?.atMs).toBe(finishOf(net, times, 'grid/feed[main]/step[0]'))
    for (const [block, { id }] of scenario.blocks.entries()) {
      const at = (step: string) => finishOf(net, times, `${id}/${step}`)
      const last = (level: string) => Math.max(...['power', 'cooling', 'controls', 'fire'].map(system => at(`systems/${system}/${level}`)))
      expect(reached('shell', block)).toBe(at('shell'))
      expect(reached('building', block)).toBe(at('fitOut'))
      for (const level of ['level2', 'level3', 'level4']) expect(reached(level, block), level).toBe(last(level))
      expect(reached('Energised', block)).toBe(at('energisation'))
      expect(reached('level5', block)).toBe(at('level5'))
    }
    const delivered = run.milestones.filter(({ name }) => name === 'UPS delivered').map(({ atMs }) => atMs)
    expect(delivered).toEqual(['hall-a', 'hall-b'].map(id => finishOf(net, times, `${id}/ups/shipping`)).sort((a, b) => a - b))
    // Racks are recorded at the end of each day.
    const log = run.logs.find(({ id }) => id === 'rackDown')
    if (log === undefined) throw new Error('racks are not recorded')
    const [first, second] = [12, 23]
    for (const [block, { from, to }] of [{ from: 0, to: first }, { from: first, to: second }].entries()) {
      const opened = Array.from({ length: to - from }, (_, i) => log.atMs.filter((_ms, row) => log.entity[row] === from + i && log.value[row] === 0)[0])
      expect(Math.max(...opened), `block ${block}`).toBe(Math.ceil(times.inServiceMs[block] / DAY_MS) * DAY_MS)
    }
  })
})

test('the schedule does not depend on what runs on the site', () => {
  const bare = networkOf(EMPTY)
  expect(drawn(bare, 1, 0).finishMs).toEqual(drawn(net, 1, 0).finishMs)
})

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('seed %d, replication 0 to 4', seed => {
  test('what is manufactured later makes nothing earlier, and the shortcut of shifts changes no bit', () => {
    const drawOf = scheduleDraws(net, scenario)
    for (let replication = 0; replication < 5; replication++) {
      const draw = drawOf(rootKey(seed, replication))
      const base = evaluate(net, draw)
      net.rows.forEach(({ item, lot }, row) => {
        if (item < 0 && lot < 0) return
        const shift = { row, ms: (1 + ((seed * 7 + row * 13) % 40)) * 7 * DAY_MS }
        const later = evaluate(net, draw, shift, base)
        expect(evaluate(net, draw, shift)).toEqual(later)
        // Lots of a block share its crews: one that comes later leaves them to the other.
        later.finishMs.forEach((ms, node) => {
          if (net.role[node] !== ROLE.racks) expect(ms, net.nodes[node].id).toBeGreaterThanOrEqual(base.finishMs[node])
        })
        later.lateMs.forEach((ms, block) => expect(ms).toBeGreaterThanOrEqual(base.lateMs[block]))
      })
    }
  })
})
