import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { createSimulation } from '../../src/engine/simulation.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { jobOutcomeCode } from '../../src/results/job-log.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { repositoryRoot } from '../fixtures.ts'

const DAY_MS = 86_400_000

function simulated(record: boolean, days: number): RunResult {
  const { scenario } = loadScenario(readFileSync(join(repositoryRoot, 'scenarios', 'quickstart.yaml'), 'utf8'))
  if (scenario === undefined) throw new Error('quickstart does not load')
  const simulation = createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record })
  simulation.run(days * DAY_MS, Infinity)
  return simulation.result()
}

describe('what a run that records writes down beside its results', () => {
  let run: RunResult
  beforeAll(() => {
    run = simulated(true, 240)
  })

  test('every job once, in the order of submission, with as many ends of each kind as the counts tell', () => {
    const { jobLog, counts } = run
    if (jobLog === undefined) throw new Error('no job log')
    const outcomes = (id: Parameters<typeof jobOutcomeCode>[0]): number => jobLog.outcome.filter(code => code === jobOutcomeCode(id)).length
    expect([jobLog.job.length, jobLog.leftOut]).toEqual([counts.jobsQueued, 0])
    expect([outcomes('completed'), outcomes('withdrawn')]).toEqual([counts.jobsCompleted, counts.jobsWithdrawn])
    expect(jobLog.startMs.filter(ms => ms >= 0).length).toBe(counts.jobsStarted)
    // Those of replicas of services are counted too, and stand in no job.
    expect(jobLog.interruptions.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(counts.jobInterruptions)
    expect(counts.jobsQueued).toBeGreaterThan(50)
    expect([...jobLog.submitMs]).toEqual([...jobLog.submitMs].sort((a, b) => a - b))
    expect(jobLog.job.every((job, at) => at === 0 || job > jobLog.job[at - 1])).toBe(true)
    for (let at = 0; at < jobLog.job.length; at++) {
      if (jobLog.startMs[at] >= 0) expect(jobLog.startMs[at]).toBeGreaterThanOrEqual(jobLog.submitMs[at])
      expect(jobLog.endMs[at] < 0).toBe(jobLog.outcome[at] === 0)
    }
  })

  test('the jobs of an entry are numbered one by one', () => {
    const { jobLog } = run
    jobLog?.entries.forEach((_, entry) => {
      const numbers = [...(jobLog.ordinal ?? [])].filter((_each, at) => jobLog.entry[at] === entry)
      expect(numbers).toEqual(numbers.map((_each, at) => at + 1))
    })
  })

  test('the weather, the air of the halls and the load of the network stand in logs, and every rack has its leaf group', () => {
    const ids = run.logs.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['outdoor', 'blockAir', 'leafLoad', 'spineLoad', 'podLoad']))
    const leafLoad = run.logs.find(({ id }) => id === 'leafLoad')
    const { network } = run
    expect(network?.block.length).toBe(leafLoad?.entities)
    expect(leafLoad?.value.every(load => load >= -1 && load % 20 === (load < 0 ? -1 : 0))).toBe(true)
    expect(network?.firstRack[0]).toBe(0)
    network?.firstRack.forEach((first, leaf) => expect(network.lastRack[leaf]).toBeGreaterThanOrEqual(first))
    const outdoor = run.logs.find(({ id }) => id === 'outdoor')
    const at = (which: number): number[] => [...(outdoor?.value ?? [])].filter((_, row) => outdoor?.entity[row] === which)
    expect(Math.min(...at(0))).toBeGreaterThan(-400)
    expect(Math.max(...at(1))).toBeLessThanOrEqual(Math.max(...at(0)))
  })

  test('a run that does not record has none of it', () => {
    const plain = simulated(false, 1)
    expect([plain.jobLog, plain.network, plain.logs]).toEqual([undefined, undefined, []])
  })
})
