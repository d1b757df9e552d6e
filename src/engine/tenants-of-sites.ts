/**
 * Tenants over several sites: quotas count what a tenant holds and waits for at all of them, and a site stands in with what it can spare where
 * another lacks what is committed there. Sites see each other through here alone.
 */
import type { Scenario } from '../scenario/schema/scenario.ts'
import { sitesOfTenant } from '../scenario/sites.ts'
import type { Compute } from './compute/compute.ts'
import type { TenantsElsewhere } from './compute/routing.ts'
import { deliver } from './compute/tenant-accounts.ts'
import { type Kernel, Phase } from './kernel/kernel.ts'
import type { State } from './kernel/state.ts'

type LiveCompute = Pick<Compute, 'tenants' | 'heldBy' | 'budgetUsedMs' | 'lookAgain' | 'jobs'>

/** What a site has for its own commitments, and what it could spare. */
interface Standing {
  readonly committed: Float64Array
  readonly given: Float64Array
  spare: number
}

function standingOf(compute: LiveCompute, count: number): Standing {
  const committed = Float64Array.from({ length: count }, (_, tenant) => compute.tenants?.committedOf(tenant) ?? 0)
  const given = new Float64Array(count)
  const open = compute.tenants?.openForAll() ?? 0
  deliver(open, committed, compute.tenants?.ranks ?? [], given)
  return { committed, given, spare: open - given.reduce((sum, amount) => sum + amount, 0) }
}

/** By site: accelerators that others spare for what is committed there and missing; higher classes first, then in file order. */
function standIns(standings: readonly Standing[], ranks: readonly number[], mayRun: readonly (readonly boolean[])[]): Float64Array[] {
  const extra = standings.map(({ given }) => new Float64Array(given.length))
  const order = ranks.map((rank, tenant) => ({ rank, tenant })).sort((a, b) => b.rank - a.rank || a.tenant - b.tenant)
  for (const { tenant } of order) {
    standings.forEach(({ committed, given }, site) => {
      standings.forEach((other, from) => {
        const missing = committed[tenant] - given[tenant] - extra[site][tenant]
        if (from === site || !mayRun[tenant][from] || missing <= 0 || other.spare <= 0) return
        const taken = Math.min(missing, other.spare)
        other.spare -= taken
        extra[site][tenant] += taken
      })
    })
  }
  return extra
}

/** What each site knows of its tenants elsewhere; undefined where the file names none. `lives` are there once all sites are wired. */
export function createTenantsOfSites({ tenants }: Pick<Scenario, 'tenants'>, ids: readonly string[], lives: readonly (() => LiveCompute)[], kernel: Kernel, state: State): TenantsElsewhere[] | undefined {
  const names = Object.keys(tenants)
  if (names.length === 0) return undefined
  const mayRun = [ids.map(() => true), ...names.map(name => ids.map(id => sitesOfTenant({ tenants }, name)?.includes(id) ?? true))]
  const pending = state.scalars('tenants.freed', { isDue: 0 })
  // Sites whose pass of this millisecond is over look again in the next one.
  const freed = kernel.command('tenants.freed', Phase.control, () => {
    pending.isDue = 0
    for (const live of lives) if (live().jobs.queuedCount > 0) live().lookAgain()
  })
  const sum = (here: number, of: (compute: LiveCompute) => number): number => lives.reduce((all, live, site) => (site === here ? all : all + of(live())), 0)
  return ids.map((_, here): TenantsElsewhere => ({
    held: tenant => sum(here, compute => compute.heldBy(tenant)),
    waiting: tenant => sum(here, compute => compute.tenants?.waitingOf(tenant) ?? 0),
    usedMs: tenant => sum(here, compute => compute.budgetUsedMs(tenant)),
    freed() {
      if (pending.isDue === 1) return
      pending.isDue = 1
      kernel.schedule(freed, 0, kernel.now + 1)
    },
    changing() {
      lives.forEach((live, site) => void (site !== here && live().tenants?.othersChange()))
    },
    standIn: () => standIns(lives.map(live => standingOf(live(), names.length + 1)), lives[here]().tenants?.ranks ?? [], mayRun)[here],
  }))
}
