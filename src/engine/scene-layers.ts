/** The layers that the scene and its table colour racks and blocks by. */
import type { Compute } from './compute/compute.ts'
import type { Gates } from './ledger/gates.ts'
import { type CoolingView, type DomainContext, LOAD_CLASS_COUNT } from './ports.ts'
import { createRecorder, type Layer, type Recorder } from './recorder.ts'

export function createSceneRecorder(ctx: DomainContext, gates: Gates, compute: Compute, cooling: CoolingView): Recorder {
  const { racks } = ctx.world
  const rackW = (rack: number): number => {
    const { requestW } = compute.load
    let sum = 0
    for (let at = rack * LOAD_CLASS_COUNT; at < (rack + 1) * LOAD_CLASS_COUNT; at++) sum += requestW[at]
    return sum
  }
  const layers: Layer[] = [
    { id: 'rackBucket', of: 'rack', read: rack => gates.closedBy(racks.nodeBegin[rack]) + 1 },
    { id: 'rackDown', of: 'rack', read: rack => gates.closedNodes(rack) },
    { id: 'rackBusy', of: 'rack', read: rack => compute.rackBusyNodes(rack) },
    { id: 'rackJob', of: 'rack', read: rack => compute.rackJob(rack) },
    { id: 'rackPower', of: 'rack', read: rackW },
    { id: 'blockCoolant', of: 'block', read: block => Math.round(cooling.coolantC[block] * 10) },
    { id: 'blockThrottle', of: 'block', read: block => Math.round(cooling.throttle[block] * 1000) },
  ]
  return createRecorder(ctx.world, ctx.kernel, ctx.state, layers)
}
