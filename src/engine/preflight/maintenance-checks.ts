/** Checks of maintenance against the equipment that there is: no plan asks for more of a group than it has. */
import { plansOf } from '../../scenario/maintenance-plans.ts'
import type { Asset } from '../ports.ts'
import { coolingAssetList } from '../cooling/assets.ts'
import { powerAssetList } from '../power/assets.ts'
import type { AuditSite } from './audit/audit-site.ts'
import type { Finding } from './finding.ts'

/** Members of the smallest group of a kind, and the name of that group; undefined where the site has none. */
function smallestGroup(assets: readonly Asset[], kind: Asset['kind']): { readonly group: string; readonly members: number } | undefined {
  const counts = new Map<string, number>()
  for (const asset of assets) if (asset.kind === kind) counts.set(asset.group, (counts.get(asset.group) ?? 0) + 1)
  const [first] = [...counts].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))
  return first === undefined ? undefined : { group: first[0], members: first[1] }
}

export function maintenanceFindings({ scenario, plan, designs }: AuditSite): Finding[] {
  const { maintenance } = scenario
  if (maintenance === undefined) return []
  const assets = [...powerAssetList(plan), ...coolingAssetList(designs)]
  return plansOf(maintenance).flatMap(({ id, for: kind, keep }): Finding[] => {
    const smallest = keep === undefined ? undefined : smallestGroup(assets, kind)
    const at = maintenance.plans.findIndex(other => other.id === id)
    if (smallest === undefined || keep === undefined || keep <= smallest.members) return []
    const message = `keeps more members of a redundancy group in service than ${smallest.group} has`
    return [{ severity: 'error', code: 'GROUP_N', path: ['maintenance', 'plans', at, 'keep'], message, value: String(keep), allowed: `at most ${smallest.members}; ${smallest.members - 1} leaves one to work on` }]
  })
}
