/** One power flow over the whole site, kept loaded at maximum; a contingency changes it, is solved in whole watts, and is taken back. */
import { createState } from '../../kernel/state.ts'
import { LOAD_CLASS, LOAD_CLASS_COUNT } from '../../ports.ts'
import { healthyBank } from '../../power/block-plan.ts'
import { components } from '../../power/components/index.ts'
import { type Flow, UNLIMITED_W } from '../../power/flow.ts'
import { NODE, SITE_BUS, createSiteFlow, nodeOf } from '../../power/network.ts'
import { composeBank } from '../../power/ups-bank.ts'
import type { AuditSite } from './audit-site.ts'
import { breakersW } from './breaker-outcome.ts'
import type { ChainOutcome } from './chain-outcome.ts'

/** Where a block gets its power from in the end. */
export type BlockSource = { readonly from: 'utility' } | { readonly from: 'island'; readonly limitW: number } | { readonly from: 'nothing' }

/** What is asked of the flow for one block. */
export interface BlockAsk {
  readonly source: BlockSource
  readonly chain: ChainOutcome
  readonly transformersUp: number
  readonly hasMechanicalUps: boolean
}

export interface BlockGrant {
  readonly itW: number
  readonly mechanicalW: number
  readonly mechanicalOnUpsW: number
  /** Into the transformers, and into the block's bus, W. */
  readonly transformerInW: number
  readonly busW: number
  /** Whether the site bus has less than the blocks on it ask for. */
  readonly isSupplyShort: boolean
}

export interface SiteFlow {
  set(block: number, ask: BlockAsk): void
  setSupply(totalW: number): void
  solve(): void
  granted(block: number): BlockGrant
}

function setLoads(flow: Flow, site: AuditSite, block: number, { chain, hasMechanicalUps }: BlockAsk): void {
  const plan = site.plan.blocks[block]
  const mechanicalW = site.mechanicalW[block]
  const onUpsW = Math.min(plan.mechanicalOnUpsW, mechanicalW)
  flow.setLoad(nodeOf(block, NODE.it), LOAD_CLASS.training, chain.maxW, chain.floorW)
  flow.setLoad(nodeOf(block, NODE.mechanicalOnUps), LOAD_CLASS.cooling, hasMechanicalUps ? onUpsW : 0, hasMechanicalUps ? onUpsW : 0)
  flow.setLoad(nodeOf(block, NODE.mechanical), LOAD_CLASS.cooling, mechanicalW - onUpsW, mechanicalW - onUpsW)
}

function setConverters(flow: Flow, site: AuditSite, block: number, { chain, transformersUp }: BlockAsk): void {
  const plan = site.plan.blocks[block]
  const bank = healthyBank(plan)
  bank.ratedW.set(chain.ratedW)
  composeBank(plan, bank)
  flow.setCurve(nodeOf(block, NODE.ups), bank.curve)
  // What systems may carry is in the load already, pair by pair; the bank as a whole limits nothing.
  flow.setCap(nodeOf(block, NODE.ups), UNLIMITED_W)
  if (transformersUp > 0) flow.setCurve(nodeOf(block, NODE.transformer), components.transformer.lossCurve(plan.transformer, transformersUp))
  const carriedW = Math.floor(components.transformer.capacityW(plan.transformer, transformersUp) * site.transformerAllowed.blocks[block])
  // A controller keeps breakers within their ratings; without one they carry what comes, until they trip.
  flow.setCap(nodeOf(block, NODE.transformer), site.controllerMs[block] === Infinity ? carriedW : Math.min(carriedW, breakersW(site, block, transformersUp)))
}

function setSource(flow: Flow, block: number, source: BlockSource): void {
  flow.link(nodeOf(block, NODE.transformer), source.from === 'utility')
  flow.setLimit(nodeOf(block, NODE.transformer), 0)
  flow.link(nodeOf(block, NODE.bus), source.from === 'utility')
  flow.setLimit(nodeOf(block, NODE.bus), source.from === 'island' ? source.limitW : 0)
}

export function createSiteAuditFlow(site: AuditSite): SiteFlow {
  const flow = createSiteFlow(createState(), 'audit', site.plan)
  return {
    set(block, ask) {
      setLoads(flow, site, block, ask)
      setConverters(flow, site, block, ask)
      setSource(flow, block, ask.source)
    },
    setSupply: totalW => flow.setLimit(SITE_BUS, totalW),
    solve: () => flow.solve(),
    granted(block) {
      const onUpsW = flow.outW(nodeOf(block, NODE.mechanicalOnUps))
      return {
        itW: flow.grantedW[nodeOf(block, NODE.it) * LOAD_CLASS_COUNT + LOAD_CLASS.training],
        mechanicalW: flow.outW(nodeOf(block, NODE.mechanical)) + onUpsW,
        mechanicalOnUpsW: onUpsW,
        transformerInW: flow.isLinked(nodeOf(block, NODE.transformer)) ? flow.inW(nodeOf(block, NODE.transformer)) : 0,
        busW: flow.outW(nodeOf(block, NODE.bus)),
        isSupplyShort: flow.isCut(SITE_BUS),
      }
    },
  }
}
