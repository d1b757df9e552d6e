/** Demands that no placement could ever meet: jobs larger than the group that must hold them, and jobs that are no whole number of segments. */
import { valuesOf } from '../../base/packed-column.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { PlacementLevel } from '../../scenario/schema/scheduler.ts'
import { elasticOf, type TrainingMixEntry, type WorkloadEntry } from '../../scenario/schema/workload.ts'
import { gangSize } from '../../scenario/gang-sizes.ts'
import { acceleratorMemory } from '../../scenario/catalog/models.ts'
import { classOf } from '../compute/batch-jobs.ts'
import { sizesOf } from '../compute/job-shape.ts'
import { admittedNodes } from '../compute/admission.ts'
import { atomUnder, createEligibility } from '../compute/eligibility.ts'
import { largestUnder, LEVEL, placementRules } from '../compute/placement-rules.ts'
import { samplerFindings } from './sampler-checks.ts'
import { demandsOf } from '../compute/samplers.ts'
import { type DomainTable, scaleUpDomains } from '../compute/scale-up-domains.ts'
import type { SourceSite } from '../compute/source.ts'
import { siteOf, standardHour } from '../compute/source-site.ts'
import { openSource } from '../compute/sources/index.ts'
import { generationsOf, type World } from '../ports.ts'
import type { EngineInputs } from '../weather.ts'
import type { Finding } from './finding.ts'
import { traceKey } from '../../scenario/trace-key.ts'

const GROUP: Readonly<Record<PlacementLevel, string>> = { domain: 'a scale-up domain', leaf: 'a leaf group', pod: 'a block', site: 'the site' }
const LEVELS = Object.keys(LEVEL) as PlacementLevel[]

/** Sizes of the mix that the plan admits, accelerators: doubled from the smallest to the largest. */
function mixSizes({ smallest, largest, largestShare, samplers }: TrainingMixEntry, world: World): number[] {
  const most = Math.min(largest, (world.acceleratorCount * largestShare) / gangSize(samplers))
  const sizes = [smallest]
  for (let size = smallest * 2; size <= most; size *= 2) sizes.push(size)
  return sizes
}

const NO_NUMBERS = new Float64Array(0)

/** Accelerators that jobs of an entry ask for, as far as its source states sizes and they fit on the site. */
function jobSizes(entry: WorkloadEntry, world: World): number[] {
  if (entry.source === 'training-mix') return mixSizes(entry, world)
  if (entry.source === 'training-run') return [entry.accelerators]
  return entry.source === 'batch' ? sizesOf(classOf(entry)).filter(accelerators => accelerators * gangSize(entry.samplers) <= world.acceleratorCount) : []
}

/** Nodes that jobs or replicas of an entry ask for, each number once, ascending. */
function requests(entry: WorkloadEntry, world: World, site: SourceSite): number[] {
  const atom = entry.source === 'inference' || entry.runsOn === undefined ? site.atom : atomUnder(world, { runsOn: [entry.runsOn], placement: undefined })
  const nodes = new Set(jobSizes(entry, world).map(size => Math.ceil(size / atom)))
  if (entry.source === 'trace') for (const processors of valuesOf(site.traces[traceKey(entry)]?.processors ?? NO_NUMBERS)) nodes.add(Math.ceil(Math.max(1, Math.ceil(processors * entry.acceleratorsPerProcessor - 1e-9)) / atom))
  if (entry.source === 'inference') {
    const opened = openSource(entry, site)
    if (opened.kind === 'service') nodes.add(opened.spec.nodes)
  }
  const sorted = [...nodes].sort((a, b) => a - b)
  if (entry.source === 'inference') return sorted
  const { spares } = entry
  const elastic = elasticOf(entry)
  return sorted.map(each => Math.max(1, Math.ceil(each * (elastic?.min ?? 1) - 1e-9)) + spares)
}

function ruleFindings(scenario: Scenario, index: number, world: World, domains: DomainTable): Finding[] {
  const { placement } = scenario.workload[index]
  const path = ['workload', index, 'placement']
  const rule = placementRules(scenario.scheduler, scenario.workload)[index]
  if (rule.segment > domains.widest) return [{ severity: 'error', code: 'segment-size', path: [...path, 'segment'], message: 'is larger than any scale-up domain', value: `${rule.segment} nodes`, allowed: `at most ${domains.widest}` }]
  const entry = scenario.workload[index]
  if (elasticOf(entry) !== undefined && (rule.segment > 1 || rule.within < LEVEL.pod)) {
    return [{ severity: 'error', code: 'elastic-placement', path: ['workload', index, 'elastic'], message: 'lets jobs grow node by node, which their placement forbids', allowed: 'within pod or site, and no segments' }]
  }
  if (rule.kind !== 'spread' || (rule.within >= LEVEL.pod && rule.segment === 1)) return []
  return [{ severity: 'error', code: 'placement-rule', path: [...path, 'rule'], message: 'spreads jobs over leaves, which the rest of the placement forbids', value: placement?.rule ?? scenario.scheduler.placement, allowed: 'within pod or site, and no segments; or another rule' }]
}

function sizeFindings(scenario: Scenario, index: number, world: World, site: SourceSite, domains: DomainTable): Finding[] {
  const path = ['workload', index, 'placement']
  const rule = placementRules(scenario.scheduler, scenario.workload)[index]
  const asked = requests(scenario.workload[index], world, site)
  const odd = asked.find(nodes => nodes % rule.segment !== 0)
  if (odd !== undefined) return [{ severity: 'error', code: 'segment-size', path: [...path, 'segment'], message: `does not divide a job of ${odd} nodes`, value: `${rule.segment} nodes`, allowed: `a divisor of ${asked.join(', ')}` }]
  const most = largestUnder(rule, world, domains)
  const largest = asked.at(-1) ?? 0
  // A job larger than the site is no matter of its placement.
  if (largest <= most || rule.within === LEVEL.site || asked[0] > world.nodes.count) return []
  const level = LEVELS[rule.within]
  return [{
    severity: 'error', code: 'strict-level',
    path: scenario.workload[index].placement === undefined ? ['scheduler', 'placement'] : [...path, 'within'],
    message: `must hold jobs of ${largest} nodes, ${GROUP[level]} has at most ${most}`, value: level, allowed: 'a larger group, or smaller jobs',
  }]
}

/** Spares for which the site, or a block, has no nodes. */
function spareFindings(scenario: Scenario, world: World, site: SourceSite): Finding[] {
  const ofJobs = scenario.workload.flatMap((entry, index): Finding[] => {
    const asked = requests(entry, world, site)
    if (entry.source === 'inference' || entry.spares === 0 || asked.length === 0 || asked[0] <= world.nodes.count) return []
    return [{ severity: 'error', code: 'spares', path: ['workload', index, 'spares'], message: `leave no job a place: the smallest asks for ${asked[0]} nodes with them`, value: String(entry.spares), allowed: `at most ${Math.max(0, world.nodes.count - asked[0] + entry.spares)}` }]
  })
  const { perBlock } = scenario.scheduler.spares
  let least = Infinity
  for (let block = 0; block < world.blocks.count; block++) least = Math.min(least, world.blocks.nodeBegin[block + 1] - world.blocks.nodeBegin[block])
  if (perBlock === 0 || perBlock < least) return ofJobs
  return [...ofJobs, { severity: 'error', code: 'spares', path: ['scheduler', 'spares', 'perBlock'], message: 'take all nodes of a block', value: String(perBlock), allowed: `less than ${least}` }]
}

/** Racks that an entry asks for and the site never has, or has too few of for the smallest of its jobs. */
function eligibleFindings(scenario: Scenario, index: number, world: World, site: SourceSite): Finding[] {
  const entry = scenario.workload[index]
  if (entry.source === 'inference' || entry.runsOn === undefined) return []
  const { accelerators, memory } = entry.runsOn
  const path = ['workload', index, 'runsOn']
  const names = generationsOf(world).names
  const unknown = accelerators.flatMap((name, at): Finding[] => (names.includes(name) ? [] : [{ severity: 'error', code: 'runs-on', path: [...path, 'accelerators', at], message: 'stands nowhere on the site', value: name, allowed: names.join(', ') }]))
  if (unknown.length > 0) return unknown
  const nodes = createEligibility(world, demandsOf(scenario.workload))?.nodes(index) ?? world.nodes.count
  const largest = requests(entry, world, site).filter(asked => asked <= world.nodes.count).at(-1) ?? 0
  if (nodes > 0 && largest <= nodes) return []
  const memories = world.rackTypes.map(({ acceleratorName, peakFlops }) => `${acceleratorName} ${acceleratorMemory(acceleratorName, peakFlops).capacityB / 1e9} GB`)
  if (nodes === 0) return [{ severity: 'error', code: 'runs-on', path: [...path, 'memory'], message: 'is more than any of its accelerators has', value: `${memory / 1e9} GB`, allowed: [...new Set(memories)].join(', ') }]
  return [{ severity: 'error', code: 'runs-on', path, message: `leaves ${nodes} nodes, jobs ask for up to ${largest}`, value: [...accelerators, ...(memory > 0 ? [`${memory / 1e9} GB`] : [])].join(', '), allowed: 'more kinds of racks, or smaller jobs' }]
}

/** Jobs that the power budget of the blocks never admits. */
function budgetFindings(scenario: Scenario, index: number, world: World, site: SourceSite): Finding[] {
  const admitted = admittedNodes(world, scenario.scheduler.admission).reduce((sum, nodes) => sum + nodes, 0)
  const largest = requests(scenario.workload[index], world, site).findLast(nodes => nodes <= world.nodes.count) ?? 0
  if (largest <= admitted) return []
  return [{ severity: 'error', code: 'job-power', path: ['scheduler', 'admission', 'budget'], message: `admits ${admitted} nodes at a time, ${scenario.workload[index].id} has jobs of ${largest}`, value: String(scenario.scheduler.admission.budget), allowed: 'a larger budget, a smaller reserve, or smaller jobs' }]
}

/** Jobs of a trace that are larger than the site: they are withdrawn as they arrive. */
function traceFindings(entry: WorkloadEntry, index: number, world: World, site: SourceSite): Finding[] {
  if (entry.source !== 'trace') return []
  const larger = requests(entry, world, site).filter(nodes => nodes > world.nodes.count)
  if (larger.length === 0) return []
  return [{ severity: 'warn', code: 'job-size', path: ['workload', index, 'file'], message: 'has jobs that are larger than the site; they are withdrawn as they arrive', value: `${larger.at(-1)} nodes`, allowed: `at most ${world.nodes.count} nodes` }]
}

export function placementFindings(scenario: Scenario, world: World, inputs: EngineInputs): Finding[] {
  if (world.nodes.count === 0) return []
  const site = siteOf(world, standardHour, scenario.power.phases, inputs.traces)
  const domains = scaleUpDomains(world)
  const spares = spareFindings(scenario, world, site)
  if (spares.length > 0) return spares
  return scenario.workload.flatMap((entry, index): Finding[] => {
    const wrong = ruleFindings(scenario, index, world, domains)
    return wrong.length > 0 ? wrong : [...sizeFindings(scenario, index, world, site, domains), ...budgetFindings(scenario, index, world, site), ...eligibleFindings(scenario, index, world, site), ...traceFindings(entry, index, world, site), ...samplerFindings(scenario, index, world, site, jobSizes(entry, world))]
  })
}
