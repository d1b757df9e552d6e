/** The layers that the scene and its table colour racks and blocks by. */
import type { Compute } from './compute/compute.ts'
import type { Gates } from './ledger/gates.ts'
import type { CoolingView, DomainContext } from './ports.ts'
import { createRecorder, type Layer, type Recorder } from './recorder.ts'

export function createSceneRecorder(ctx: DomainContext, gates: Gates, compute: Compute, cooling: CoolingView): Recorder {
  const { racks } = ctx.world
  const layers: Layer[] = [
    { id: 'rackBucket', of: 'rack', read: rack => gates.closedBy(racks.nodeBegin[rack]) + 1 },
    { id: 'rackDown', of: 'rack', read: rack => gates.closedNodes(rack) },
    { id: 'rackBusy', of: 'rack', read: rack => compute.rackBusyNodes(rack) },
    { id: 'rackJob', of: 'rack', read: rack => compute.rackJob(rack) },
    { id: 'rackPower', of: 'rack', read: compute.rackDrawW },
    { id: 'blockCoolant', of: 'block', read: block => Math.round(cooling.coolantC[block] * 10) },
    { id: 'blockThrottle', of: 'block', read: block => Math.round(cooling.throttle[block] * 1000) },
  ]
  return createRecorder(ctx.world, ctx.kernel, ctx.state, layers)
}
