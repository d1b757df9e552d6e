/**
 * Language models as inference services see them: what one token costs in arithmetic and in memory traffic, and the mix of tokens.
 * Weights and key-value cache are in 8-bit floats, so bytes equal parameters; peak arithmetic is then twice that of bfloat16.
 */
import { catalog, catalogRow, count, entry, quantity, ratio } from '../schema/fields.ts'
import type { CatalogRow } from '../schema/fields.ts'

const fields = {
  activeParameters: ratio({ help: 'Parameters that take part in one token, in billions.', min: 0.01, max: 100_000 }),
  weights: quantity('B', { help: 'Bytes of all weights in memory.', min: '1 MB', max: '100 TB' }),
  cachePerToken: quantity('B', { help: 'Bytes of key-value cache per token of context.', min: '1 B', max: '100 MB' }),
  tensorParallel: count({ help: 'Accelerators over which one instance is split.', min: 1, max: 1024 }),
  promptTokens: ratio({ help: 'Mean tokens of a prompt.', min: 1, max: 10_000_000 }),
  outputTokens: ratio({ help: 'Mean tokens of an answer.', min: 1, max: 10_000_000 }),
  contextTokens: ratio({ help: 'Mean context in memory while an answer is made.', min: 1, max: 10_000_000 }),
  contextWindow: count({ help: 'Most tokens of a prompt and its answer together.', min: 1, max: 100_000_000 }),
  batchLimit: count({ help: 'Most requests that one instance serves at a time.', min: 1, max: 65_536 }),
}

const AZURE = 'Azure LLM inference trace 2023, conversations: mean prompt 1,156 and answer 211 tokens (Splitwise, ISCA 2024)'
const LLAMA = 'Llama 3 (arXiv 2407.21783): layers, key-value heads and head size of the model'
const DEEPSEEK = 'DeepSeek-V3 technical report (arXiv 2412.19437): 37 of 671 billion parameters active, latent cache of 576 values in 61 layers'
const stated = (value: string | number, source: string, confidence: 'high' | 'medium' | 'low' = 'medium') => ({ value, source, confidence })

/** Tokens of a chat: prompt, answer, and the context held on average (prompt and most of the answer, rounded). */
const CHAT = {
  promptTokens: stated(1156.4, AZURE, 'high'),
  outputTokens: stated(210.7, AZURE, 'high'),
  contextTokens: stated(1300, AZURE),
  contextWindow: stated(131_072, 'Llama 3 (arXiv 2407.21783) and DeepSeek-V3 (arXiv 2412.19437): 128k tokens', 'high'),
  batchLimit: stated(128, 'engineering default', 'low'),
}

export const models = catalog('models', fields, {
  'chat-8b': entry('Chat, 8 billion parameters', LLAMA, 'high', { ...CHAT, activeParameters: 8, weights: '8 GB', cachePerToken: '65.536 kB', tensorParallel: 1 }),
  'chat-70b': entry('Chat, 70 billion parameters', LLAMA, 'high', {
    ...CHAT,
    activeParameters: 70,
    weights: '70 GB',
    cachePerToken: stated('160 kB', `${LLAMA}: 80 layers × 8 heads × 128 × 2, 163,840 B, rounded`, 'high'),
    tensorParallel: 4,
  }),
  'chat-405b': entry('Chat, 405 billion parameters', LLAMA, 'high', { ...CHAT, activeParameters: 405, weights: '405 GB', cachePerToken: '258.048 kB', tensorParallel: 8 }),
  'chat-671b-moe': entry('Chat, mixture of experts, 37 of 671 billion parameters', DEEPSEEK, 'medium', {
    ...CHAT,
    activeParameters: 37,
    weights: '671 GB',
    cachePerToken: '35.136 kB',
    tensorParallel: 8,
  }),
})

/** A model in engine units: bytes, tokens, billions of parameters. */
export type ServedModel = CatalogRow<typeof models>

export const MODEL_IDS: readonly string[] = Object.keys(models.entries)

/** A model of the catalog by its id; throws on an unknown one. */
export function servedModel(id: string): ServedModel {
  return catalogRow(models, id) as ServedModel
}

/** Memory of one accelerator: bandwidth in B/s and capacity in B. */
export interface AcceleratorMemory {
  readonly bandwidthBps: number
  readonly capacityB: number
  readonly source: string
}

const memory = (bandwidthTBps: number, capacityGB: number, source: string): AcceleratorMemory => ({ bandwidthBps: bandwidthTBps * 1e12, capacityB: capacityGB * 1e9, source })

/** By `acceleratorName` of the rack type. */
const MEMORY: Readonly<Record<string, AcceleratorMemory>> = {
  'H100 SXM': memory(3.35, 80, 'vendor datasheet'),
  B200: memory(8, 180, 'DGX B200 user guide: 1,440 GB and 64 TB/s over eight'),
  MI300X: memory(5.3, 192, 'vendor datasheet'),
  L40S: memory(0.864, 48, 'vendor datasheet'),
  MI250X: memory(3.2, 128, 'OLCF Frontier user guide'),
  GB200: memory(8, 186, 'vendor datasheet: 372 GB and 16 TB/s per superchip of two'),
  GB300: memory(8, 288, 'vendor datasheet'),
  Rubin: memory(13, 288, 'announced figures, trade press'),
  'Rubin Ultra': memory(32, 1024, 'announced figures, trade press'),
}

/** Bytes of memory traffic and of capacity per peak operation of an H100: the assumption for accelerators without an entry. */
const H100_PEAK_FLOPS = 989e12

/** Memory of an accelerator; one without an entry is taken to have the ratios of an H100 to its peak rate, and its source says so. */
export function acceleratorMemory(name: string, peakFlops: number): AcceleratorMemory {
  if (Object.hasOwn(MEMORY, name)) return MEMORY[name]
  const scale = peakFlops / H100_PEAK_FLOPS
  const base = MEMORY['H100 SXM']
  return { bandwidthBps: base.bandwidthBps * scale, capacityB: base.capacityB * scale, source: `no entry for ${name}: H100 scaled by peak rate, engineering default` }
}
