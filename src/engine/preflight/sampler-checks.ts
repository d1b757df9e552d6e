/** Nodes that generate for jobs: racks that they ask for and the site lacks, places that no group of nodes holds, and both gangs together. */
import { acceleratorMemory } from '../../scenario/catalog/models.ts'
import { gangSize, samplingFor } from '../../scenario/gang-sizes.ts'
import type { SamplersSection } from '../../scenario/schema/samplers.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { samplersOf } from '../../scenario/schema/workload.ts'
import { atomUnder, createEligibility } from '../compute/eligibility.ts'
import { largestUnder, placementRules } from '../compute/placement-rules.ts'
import { createSamplers, demandsOf } from '../compute/samplers.ts'
import { scaleUpDomains } from '../compute/scale-up-domains.ts'
import type { SourceSite } from '../compute/source.ts'
import { generationsOf, type World } from '../ports.ts'
import type { Finding } from './finding.ts'

/** Most accelerators that may train in one job of a site. */
export const mostFor = (samplers: SamplersSection | undefined, world: World): number => Math.floor(world.acceleratorCount / gangSize(samplers) + 1e-9)

/** What a message about the size of jobs adds. */
export const beside = (samplers: SamplersSection | undefined): string => (samplers === undefined ? '' : ` beside the ${samplers.size} that generate for each`)

const error = (code: string, path: Finding['path'], message: string, value: string, allowed: string): Finding => ({ severity: 'error', code, path, message, value, allowed })

/** Accelerators that nothing on the site has the name of. */
function unknownFindings({ runsOn }: SamplersSection, path: Finding['path'], world: World): Finding[] {
  const { names } = generationsOf(world)
  return (runsOn?.accelerators ?? []).flatMap((name, at) => (names.includes(name) ? [] : [error('runs-on', [...path, 'runsOn', 'accelerators', at], 'stands nowhere on the site', name, names.join(', '))]))
}

/** The samplers of an entry whose jobs train on so many accelerators. */
export function samplerFindings(scenario: Scenario, index: number, world: World, site: SourceSite, jobSizes: readonly number[]): Finding[] {
  const entry = scenario.workload[index]
  const samplers = samplersOf(entry)
  const demand = createSamplers(world, scenario.workload)?.of[index]?.demand
  if (samplers === undefined || demand === undefined) return []
  const path = ['workload', index, 'samplers']
  // A job larger than the site is told as such.
  const sizes = jobSizes.filter(size => size <= mostFor(samplers, world))
  const unknown = unknownFindings(samplers, path, world)
  if (unknown.length > 0) return unknown
  const demands = demandsOf(scenario.workload)
  const eligible = createEligibility(world, demands)
  const nodesFor = (at: number): number => eligible?.nodes(at) ?? world.nodes.count
  const atomFor = (at: number): number => (eligible?.has(at) === true ? atomUnder(world, demands[at]) : site.atom)
  const nodes = nodesFor(demand)
  const kinds = [...(samplers.runsOn?.accelerators ?? []), ...(samplers.runsOn === undefined || samplers.runsOn.memory === 0 ? [] : [`${samplers.runsOn.memory / 1e9} GB`])].join(', ')
  const memories = world.rackTypes.map(({ acceleratorName, peakFlops }) => `${acceleratorName} ${acceleratorMemory(acceleratorName, peakFlops).capacityB / 1e9} GB`)
  if (nodes === 0) return [error('runs-on', [...path, 'runsOn', 'memory'], 'is more than any of its accelerators has', kinds, [...new Set(memories)].join(', '))]
  const asked = sizes.map(size => Math.ceil(samplingFor(size, samplers) / atomFor(demand))).sort((a, b) => a - b)
  const largest = asked.at(-1) ?? 0
  if (largest > nodes && samplers.runsOn !== undefined) return [error('runs-on', [...path, 'runsOn'], `leaves ${nodes} nodes, up to ${largest} generate for a job`, kinds, 'more kinds of racks, or smaller jobs')]
  const rule = placementRules(scenario.scheduler, demands)[demand]
  const odd = asked.find(each => each % rule.segment !== 0)
  if (odd !== undefined) return [error('segment-size', [...path, 'placement', 'segment'], `does not divide a gang of ${odd} nodes`, `${rule.segment} nodes`, `a divisor of ${[...new Set(asked)].join(', ')}`)]
  const most = largestUnder(rule, world, scaleUpDomains(world))
  if (largest > most && largest <= world.nodes.count) return [error('strict-level', samplers.placement === undefined ? ['scheduler', 'placement'] : [...path, 'placement', 'within'], `must hold gangs of ${largest} nodes, the largest group has ${most}`, samplers.placement?.within ?? scenario.scheduler.placement, 'a larger group, or smaller jobs')]
  const both = sizes.map(size => Math.ceil(size / atomFor(index)) + Math.ceil(samplingFor(size, samplers) / atomFor(demand))).sort((a, b) => b - a)[0] ?? 0
  if (both <= nodesFor(demand + 1)) return []
  return [error('samplers', [...path, 'size'], `asks for ${both} nodes in both gangs together, ${nodesFor(demand + 1)} may be had`, String(samplers.size), 'fewer that generate, smaller jobs or more kinds of racks')]
}
