/** Redundancy labels of the file against what removing single components shows. One implementation for the audit and for preflight. */
import type { LabelCheck } from '../../../results/audit.ts'
import { nothingOut } from './outage.ts'
import type { Evaluator, Outcome } from './outcome.ts'
import type { Judged } from './judge.ts'
import type { PartKind } from './parts.ts'

const isHarm = ({ state }: Outcome): boolean => state === 'down' || state === 'degraded'

/** Whether a loss breaks a promise: what stands in a zone that burns was never promised to survive it. */
const breaks = ({ part, outcome }: Judged): boolean =>
  isHarm(outcome) && part.isBesideChain !== true && (part.ownRacks === undefined || outcome.racksLost > part.ownRacks || outcome.racksDegraded > 0)

/** The worst of several, those with the most accelerators lost first. */
function worstOf(judged: readonly Judged[]): Judged | undefined {
  return judged
    .filter(breaks)
    .sort((a, b) => b.outcome.acceleratorsLost - a.outcome.acceleratorsLost || a.outcome.servedFraction - b.outcome.servedFraction || (a.part.paths[0] < b.part.paths[0] ? -1 : 1))
    .at(0)
}

const PROMISED: Readonly<Record<'module' | 'system', readonly PartKind[]>> = { module: ['upsModule', 'fireZone', 'insuranceUnit'], system: ['upsModule', 'upsSystem', 'pdu', 'busway', 'fireZone', 'insuranceUnit'] }

function check(path: LabelCheck['path'], block: number, label: string, worst: { readonly lost: string; readonly outcome: Outcome } | undefined, kept: string): LabelCheck {
  return { path, block, label, isKept: worst === undefined, servedFraction: worst?.outcome.servedFraction ?? 1, reason: worst === undefined ? kept : `losing ${worst.lost}: ${worst.outcome.reason}` }
}

/** The topology of a block: what it promises to survive, and that nothing is short to begin with. */
function topologyLabel({ site, healthy }: Evaluator, judged: readonly Judged[], block: number): LabelCheck {
  const { topology } = site.plan.blocks[block]
  const promised = topology.spareUnits === 0 ? [] : PROMISED[topology.unit]
  const path = ['blocks', block, 'power', 'ups', 'count']
  const whole = healthy(block)
  if (whole.state === 'down' || whole.state === 'degraded') {
    return { path, block, label: topology.label, isKept: false, servedFraction: whole.servedFraction, reason: `with everything in service, ${whole.reason}` }
  }
  const worst = worstOf(judged.filter(({ part }) => part.block === block && promised.includes(part.kind) && (part.kind !== 'insuranceUnit' || site.scenario.insurance?.mflCredit === false)))
  const kept = topology.spareUnits === 0 ? 'promises to survive nothing' : `any single UPS ${topology.unit} may be lost`
  return check(path, block, topology.label, worst === undefined ? undefined : { lost: worst.part.name, outcome: worst.outcome }, kept)
}

/** Standby sets promise that the loss of the utility is ridden through. */
function standbyLabel({ site, loseUtility }: Evaluator, block: number): LabelCheck[] {
  if (site.plan.blocks[block].standby === undefined) return []
  const outcome = loseUtility(block)
  return [check(['blocks', block, 'power', 'generators'], block, 'Standby sets', isHarm(outcome) ? { lost: 'the utility', outcome } : undefined, outcome.reason)]
}

/** Transformers or engines that the file says may be out. */
function countedLabels({ site, evaluate }: Evaluator): LabelCheck[] {
  const { substation, plants } = site.plan
  const labels: LabelCheck[] = []
  const remove = (path: LabelCheck['path'], label: string, lost: string, act: (outage: ReturnType<typeof nothingOut>) => void): void => {
    const outage = nothingOut(site.plan)
    act(outage)
    const outcome = evaluate(outage)
    labels.push(check(path, -1, label, isHarm(outcome) ? { lost, outcome } : undefined, `${lost} may be lost`))
  }
  if (substation !== undefined && substation.redundancy > 0) {
    remove(['grid', 'substation', 'redundancy'], `Substation N+${substation.redundancy}`, `${substation.redundancy} of ${substation.count} transformers`, outage => void (outage.substation = substation.redundancy))
  }
  plants.forEach(({ id, count, redundancy }, plant) => {
    if (redundancy === 0) return
    remove(['generation', plant, 'redundancy'], `Plant ${id} N+${redundancy}`, `${redundancy} of ${count} engines`, outage => void (outage.plants[plant] = redundancy))
  })
  return labels
}

/** Feeds of which each alone may be lost look redundant; then nothing that they share may take them all. */
function feedLabel(judged: readonly Judged[]): LabelCheck[] {
  const feeds = judged.filter(({ part }) => part.kind === 'feed')
  if (feeds.length < 2 || feeds.some(({ outcome }) => isHarm(outcome))) return []
  const worst = worstOf(judged.filter(({ part }) => part.kind === 'commonMode'))
  return [check(worst?.part.place ?? ['grid', 'feeds'], -1, `${feeds.length} feeds`, worst === undefined ? undefined : { lost: `all of them by their ${worst.part.name}`, outcome: worst.outcome }, 'any single feed may be lost')]
}

/** All labels of the file, the site's first. */
export function labelChecks(evaluator: Evaluator, judged: readonly Judged[]): LabelCheck[] {
  const { plan, isEnergised } = evaluator.site
  const ofBlocks = plan.blocks.flatMap((_, block) => (isEnergised[block] ? [topologyLabel(evaluator, judged, block), ...standbyLabel(evaluator, block)] : []))
  return [...feedLabel(judged), ...countedLabels(evaluator), ...ofBlocks]
}
