/** How long each loop of a block was cooled by outdoor air or water alone, with help of compressors, or by compressors alone; and how long water evaporated. */
import { HOUR_MS } from '../../base/spans.ts'
import type { State } from '../kernel/state.ts'
import type { CoolingRun } from './cooling-run.ts'
import type { PlantAnswer } from './plant.ts'

/** Modes of a loop; off while no heat leaves it. */
const MODE = { off: 0, free: 1, partial: 2, mechanical: 3 } as const
const MODE_COUNT = 4

const COLUMNS = { mode: 'u8', sinceMs: 'f64', offMs: 'f64', freeMs: 'f64', partialMs: 'f64', mechanicalMs: 'f64' } as const

export interface LoopHours {
  readonly freeH: number
  readonly partialH: number
  readonly mechanicalH: number
}

export interface ModeHours {
  readonly liquid: LoopHours
  readonly air: LoopHours
  /** With any water drawn. */
  readonly evaporatingH: number
}

export type ModeTable = ReturnType<typeof createModeTable>

/** Rows of a block: liquid loop, chilled water, evaporation (free means wet). */
const ROWS = 3

export const createModeTable = (state: State, blockCount: number) => state.table('cooling.mode', blockCount * ROWS, COLUMNS)

function modeOf(isFlowing: boolean, { coolerHeatW, chillerHeatW }: PlantAnswer): number {
  if (!isFlowing || (coolerHeatW <= 0 && chillerHeatW <= 0)) return MODE.off
  if (chillerHeatW <= 0) return MODE.free
  return coolerHeatW > 0 ? MODE.partial : MODE.mechanical
}

const columnsOf = ({ col }: ModeTable): readonly Float64Array[] => [col.offMs, col.freeMs, col.partialMs, col.mechanicalMs]

function follow(table: ModeTable, row: number, mode: number, nowMs: number): void {
  const { col } = table
  if (col.mode[row] === mode) return
  columnsOf(table)[col.mode[row]][row] += nowMs - col.sinceMs[row]
  col.mode[row] = mode
  col.sinceMs[row] = nowMs
}

/** Takes over the modes of the last evaluation of a block. */
export function followModes(run: CoolingRun, block: number): void {
  const { modes, solution: { liquidPlant, airPlant } } = run
  const nowMs = run.ctx.kernel.now
  const isFlowing = run.state.blocks.col.flowing[block] === 1
  follow(modes, block * ROWS, modeOf(isFlowing, liquidPlant), nowMs)
  follow(modes, block * ROWS + 1, modeOf(isFlowing, airPlant), nowMs)
  follow(modes, block * ROWS + 2, run.water.blocks.col.makeupMgps[block] > 0 ? MODE.free : MODE.off, nowMs)
}

/** Hours of a block by mode up to now. */
export function modeHours({ modes, ctx }: CoolingRun, block: number): ModeHours {
  const columns = columnsOf(modes)
  const hours = (row: number): LoopHours => {
    const ms = Array.from({ length: MODE_COUNT }, (_, mode) => columns[mode][row] + (modes.col.mode[row] === mode ? ctx.kernel.now - modes.col.sinceMs[row] : 0))
    return { freeH: ms[MODE.free] / HOUR_MS, partialH: ms[MODE.partial] / HOUR_MS, mechanicalH: ms[MODE.mechanical] / HOUR_MS }
  }
  return { liquid: hours(block * ROWS), air: hours(block * ROWS + 1), evaporatingH: hours(block * ROWS + 2).freeH }
}
