/** Points of a sweep: axes and a design become numbered sides of one file. */
import { createHash } from 'node:crypto'
import { gridDesign } from '../../analysis/designs/grid.ts'
import { latinHypercube } from '../../analysis/designs/latin-hypercube.ts'
import { MOST_SOBOL_FACTORS, sobolPoints } from '../../analysis/designs/sobol.ts'
import { AS_WRITTEN, type Axis, levelAt, levelCount, OPTION_AXIS, valueAt } from '../../scenario/matrix.ts'
import type { PathValue } from '../../runner/protocol.ts'
import { UsageError } from '../command.ts'
import type { PointChoice } from '../experiment/point.ts'

export const DESIGNS = ['grid', 'latin-hypercube', 'sobol'] as const
export type Design = (typeof DESIGNS)[number]

export interface SweepPoint extends PointChoice {
  /** Value of each axis as text. */
  readonly values: readonly string[]
}

export interface DesignChoice {
  readonly design: Design
  /** Points of a random design. */
  readonly points: number | undefined
  readonly seed: number
}

/** How many points a grid has, without making them. */
export function gridSize(axes: readonly Axis[]): number {
  return axes.reduce((product, axis) => {
    const count = levelCount(axis)
    if (count === undefined) throw new UsageError(`the range of ${axis.path} needs steps in a grid, such as ${axis.path}=1..10:4`)
    return product * count
  }, 1)
}

/** Values of every axis, point by point. */
function valuesOf(axes: readonly Axis[], { design, points, seed }: DesignChoice): string[][] {
  if (design === 'grid') return gridDesign(axes.map(axis => levelCount(axis) ?? 1)).map(levels => levels.map((level, axis) => levelAt(axes[axis], level)))
  const count = points ?? 0
  const places = design === 'sobol' ? sobolPoints(count, axes.length, { seed }) : latinHypercube(count, axes.length, seed)
  return places.map(place => place.map((at, axis) => valueAt(axes[axis], at)))
}

export function sizeOf(axes: readonly Axis[], { design, points }: DesignChoice): number {
  if (axes.length === 0) throw new UsageError('nothing to vary: give the file a matrix:, or --vary path=value,value')
  const twice = axes.find(({ path }, at) => axes.findIndex(other => other.path === path) !== at)
  if (twice !== undefined) throw new UsageError(`${twice.path} is varied twice`)
  if (design === 'grid') {
    if (points !== undefined) throw new UsageError('a grid has as many points as its levels make; --points is for latin-hypercube and sobol')
    return gridSize(axes)
  }
  if (points === undefined) throw new UsageError(`the design ${design} needs --points`)
  if (design === 'sobol' && (points & (points - 1)) !== 0) throw new UsageError(`a Sobol' design needs a power of two of points, not ${points}`)
  if (design === 'sobol' && axes.length > MOST_SOBOL_FACTORS) throw new UsageError(`a Sobol' design varies at most ${MOST_SOBOL_FACTORS} values, not ${axes.length}`)
  return points
}

/** All points; `base` is what every point shares. */
export function sweepPoints(axes: readonly Axis[], choice: DesignChoice, base: Omit<PointChoice, 'label'>): SweepPoint[] {
  return valuesOf(axes, choice).map((values, index): SweepPoint => {
    const set = axes.flatMap(({ path }, axis): PathValue[] => (path === OPTION_AXIS ? [] : [{ path, value: values[axis] }]))
    const at = axes.findIndex(({ path }) => path === OPTION_AXIS)
    const option = at < 0 ? base.option : values[at] === AS_WRITTEN ? undefined : values[at]
    return { ...base, label: `point ${index}`, option, set: [...base.set, ...set], values }
  })
}

/** Which part of a sweep one process does: points whose number leaves `index` after division by `count`. */
export interface Shard {
  readonly index: number
  readonly count: number
}

const MOST_SHARDS = 100_000

function shardOf(index: number, count: number, said: string): Shard {
  if (!Number.isInteger(index) || !Number.isInteger(count) || count < 1 || count > MOST_SHARDS || index < 0 || index >= count) throw new UsageError(`${said} is no shard: 1/8 to 8/8 are the shards of 8, at most ${MOST_SHARDS}`)
  return { index, count }
}

/**
 * The shard of the flag `--shard i/n` (from 1), else that of a Slurm array task or, with `--shards n`, of a pod of an indexed Kubernetes job;
 * else the whole.
 */
export function chosenShard(flags: { readonly shard?: string | undefined; readonly shards?: number | undefined }, env: NodeJS.ProcessEnv): Shard {
  if (flags.shard !== undefined) {
    const parts = /^(\d+)\/(\d+)$/u.exec(flags.shard)
    if (parts === null) throw new UsageError(`--shard takes i/n such as 3/8, not '${flags.shard}'`)
    return shardOf(Number(parts[1]) - 1, Number(parts[2]), `--shard ${flags.shard}`)
  }
  const { SLURM_ARRAY_TASK_ID: task, SLURM_ARRAY_TASK_MIN: least = '0', SLURM_ARRAY_TASK_MAX: most, SLURM_ARRAY_TASK_STEP: step = '1', SLURM_ARRAY_TASK_COUNT: tasks, JOB_COMPLETION_INDEX: pod } = env
  if (task !== undefined) {
    const count = flags.shards ?? (tasks === undefined ? Math.floor((Number(most ?? task) - Number(least)) / Number(step)) + 1 : Number(tasks))
    return shardOf((Number(task) - Number(least)) / Number(step), count, `SLURM_ARRAY_TASK_ID ${task} of ${count}`)
  }
  if (pod !== undefined) {
    if (flags.shards === undefined) throw new UsageError('JOB_COMPLETION_INDEX tells which pod this is, not how many there are: give --shards')
    return shardOf(Number(pod), flags.shards, `JOB_COMPLETION_INDEX ${pod} of ${flags.shards}`)
  }
  if (flags.shards !== undefined) throw new UsageError('--shards is for array jobs, which say which shard they are; else give --shard i/n')
  return { index: 0, count: 1 }
}

export const shardPoints = (points: number, { index, count }: Shard): number[] => Array.from({ length: Math.max(0, Math.ceil((points - index) / count)) }, (_, at) => index + at * count)

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')
