/** Flow-level sharing against results computed by an independent program: flows start and finish, rates are max-min fair in between. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createFairSystem, waterFill } from '../../../src/engine/fabric/max-min.ts'
import { repositoryRoot } from '../../fixtures.ts'

const folder = join(repositoryRoot, '..', 'shared', 'oracles', 'maxmin')
const isThere = existsSync(folder)
const names = isThere ? readdirSync(folder).filter(name => name.endsWith('.json')).sort() : []

interface Case {
  readonly links: readonly { readonly id: string; readonly bw: number }[]
  readonly flows: readonly { readonly id: string; readonly start: number; readonly bytes: number; readonly path: readonly string[]; readonly finish_exact: number }[]
}

/** Rates of the flows that are under way, B/s: each asks for more than any link has, so that nothing but links binds. */
function ratesOf({ links, flows }: Case, active: readonly number[]): number[] {
  const indexOf = new Map(links.map(({ id }, index) => [id, index]))
  const asked = links.reduce((most, { bw }) => Math.max(most, bw), 0) * 2
  const rows = active.flatMap(flow => flows[flow].path)
  const system = createFairSystem(active.length, links.length, rows.length)
  system.capacityBps.set(links.map(({ bw }) => bw))
  let row = 0
  active.forEach((flow, job) => {
    system.jobBegin[job] = row
    for (const id of flows[flow].path) {
      system.bundle[row] = indexOf.get(id) ?? 0
      system.bps[row++] = asked
    }
  })
  system.jobBegin[active.length] = row
  waterFill(system)
  return Array.from(system.rate, rate => rate * asked)
}

function finishTimes(of: Case): number[] {
  const { flows } = of
  const left = flows.map(({ bytes }) => bytes)
  const done = new Array<number>(flows.length).fill(-1)
  const starts = [...new Set(flows.map(({ start }) => start))].sort((a, b) => a - b)
  let now = starts[0]
  for (;;) {
    const active = flows.map((_, i) => i).filter(i => flows[i].start <= now && done[i] < 0)
    const nextStart = starts.find(start => start > now) ?? Infinity
    if (active.length === 0 && nextStart === Infinity) return done
    const rates = ratesOf(of, active)
    const step = Math.min(nextStart - now, ...active.map((flow, i) => left[flow] / rates[i]))
    active.forEach((flow, i) => {
      left[flow] -= rates[i] * step
      if (left[flow] <= flows[flow].bytes * 1e-13) done[flow] = now + step
    })
    now += step
  }
}

describe.skipIf(!isThere)(`max-min oracle${isThere ? '' : ' (skipped: ../shared/oracles/maxmin is not there)'}`, () => {
  test.each(names)('%s: every finish time to 1e-9', name => {
    const of = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Case
    const times = finishTimes(of)
    expect(of.flows.length).toBeGreaterThan(0)
    of.flows.forEach(({ id, finish_exact: exact }, i) => expect(Math.abs(times[i] - exact) / exact, id).toBeLessThan(1e-9))
  })
})
