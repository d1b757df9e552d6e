/**
 * One kernel for several sites. Each site gets a face of it with the same commands: a kind of command that two sites register is one type,
 * and the number of the site stands in the upper bits of the entity. So the order stays total, by (time, phase, type, site, entity), and
 * kinds of commands do not multiply with sites. A face shows the site's own time: 0 is its midnight, which comes later further west.
 */
import { assert } from '../../base/assert.ts'
import type { CommandType, Handle, Handler, Kernel, Phase, RootKernel } from './kernel.ts'
import type { State } from './state.ts'

const SITE_BITS = 26
/** Entities of one site: 0 … ENTITIES_PER_SITE − 1. */
export const ENTITIES_PER_SITE = 1 << SITE_BITS
/** Sites that one kernel can hold. */
export const MAX_SITES = 64

const ENTITY_MASK = ENTITIES_PER_SITE - 1

interface Kind {
  readonly type: CommandType
  readonly phase: Phase
  /** By site. */
  readonly handlers: (Handler | undefined)[]
}

/** Site and entity behind an entity of the shared kernel. */
export const siteOfEntity = (entity: number): { readonly site: number; readonly entity: number } => ({ site: entity >>> SITE_BITS, entity: entity & ENTITY_MASK })

function refuseEntity(entity: number): never {
  assert(false, 'entity is beyond those of a site', { entity, limit: ENTITIES_PER_SITE })
}

/**
 * Faces of a kernel for sites whose clocks are `behindMs` behind its own and end at `horizonMs`; the counts of commands that each executed are registered in
 * `state`. Nothing is scheduled for a site before its own time 0.
 */
export function shareKernel(kernel: RootKernel, state: State, behindMs: readonly number[], horizonMs: number): Kernel[] {
  const count = behindMs.length
  assert(count <= MAX_SITES, 'too many sites', { count, limit: MAX_SITES })
  const kinds = new Map<string, Kind>()
  const events = state.table('sites.events', count, { executed: 'f64' })

  function register(site: number, name: string, phase: Phase, handler: Handler): CommandType {
    let kind = kinds.get(name)
    if (kind === undefined) {
      const handlers: Kind['handlers'] = []
      const dispatch: Handler = (entity, arg) => {
        // A site that has come to its own end waits for those further west.
        if (kernel.now > behindMs[entity >>> SITE_BITS] + horizonMs) return
        events.col.executed[entity >>> SITE_BITS] += 1
        handlers[entity >>> SITE_BITS]?.(entity & ENTITY_MASK, arg)
      }
      kind = { type: kernel.command(name, phase, dispatch), phase, handlers }
      kinds.set(name, kind)
    }
    assert(kind.handlers[site] === undefined, 'command is registered twice', { name })
    assert(kind.phase === phase, 'command has two phases', { name })
    kind.handlers[site] = handler
    return kind.type
  }

  return behindMs.map((behind, site) => {
    const first = site * ENTITIES_PER_SITE
    const face = {
      // A plain field that begins with a fraction, as in the kernel itself.
      now: 0.5,
      phase: kernel.phase,
      executed: () => events.col.executed[site],
      command: (name: string, phase: Phase, handler: Handler) => register(site, name, phase, handler),
      schedule(type: CommandType, entity: number, atMs: number, arg?: number) {
        if (!(entity < ENTITIES_PER_SITE)) refuseEntity(entity)
        return kernel.schedule(type, first + entity, atMs + behind, arg)
      },
      cancel: kernel.cancel,
      reschedule: (handle: Handle, atMs: number) => kernel.reschedule(handle, atMs + behind),
      timeOf(handle: Handle) {
        const atMs = kernel.timeOf(handle)
        return atMs < 0 ? atMs : atMs - behind
      },
      run: kernel.run,
      stop: kernel.stop,
      pending: kernel.pending,
      staleCount: kernel.staleCount,
      stats: kernel.stats,
      trace: kernel.trace,
    }
    kernel.follow(face, behind)
    return face
  })
}
