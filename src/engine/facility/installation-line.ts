/**
 * Steps of the installation of racks after the first, where the file tells them apart: each step of each block takes racks in the order in
 * which they come to it, so many at a time.
 */
import type { InstallationStep } from '../../scenario/installation-steps.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext } from '../ports.ts'

export interface InstallationLine {
  /** A rack has been through the first step. */
  enter(rack: number): void
}

/** `queueBegin`: first row of every block in a queue of all racks of all lots. `hasLiquid` of the rack on a place now. */
export function createInstallationLine({ world, kernel, state }: DomainContext, steps: readonly InstallationStep[], queueBegin: Int32Array, hasLiquid: (rack: number) => boolean, installed: (rack: number) => void): InstallationLine | undefined {
  if (steps.length === 0) return undefined
  const blocks = world.blocks.count
  const rows = queueBegin[blocks]
  const { come, begun, busy } = state.table('facility.installSteps', steps.length * blocks, { come: 'i32', begun: 'i32', busy: 'i32' }).col
  const waiting = state.table('facility.installStepQueue', steps.length * rows, { rack: 'i32' }).col.rack
  const enter = (rack: number, step: number): void => {
    if (step === steps.length) {
      installed(rack)
      return
    }
    if (steps[step].isForLiquid && !hasLiquid(rack)) {
      enter(rack, step + 1)
      return
    }
    const block = world.racks.block[rack]
    const at = step * blocks + block
    waiting[step * rows + queueBegin[block] + come[at]] = rack
    come[at] += 1
    serve(step, block)
  }
  const serve = (step: number, block: number): void => {
    const at = step * blocks + block
    while (busy[at] < steps[step].slots && begun[at] < come[at]) {
      const rack = waiting[step * rows + queueBegin[block] + begun[at]]
      begun[at] += 1
      busy[at] += 1
      kernel.schedule(done, rack, kernel.now + Math.max(1, steps[step].durationMs), step)
    }
  }
  const done = kernel.command('facility.stepDone', Phase.facility, (rack, step) => {
    const block = world.racks.block[rack]
    busy[step * blocks + block] -= 1
    enter(rack, step + 1)
    serve(step, block)
  })
  return { enter: rack => enter(rack, 0) }
}
