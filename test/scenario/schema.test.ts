// The schema as data: every field explains itself, every default and catalog value is one that the schema itself accepts.
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { metaOf } from '../../src/scenario/schema/field-meta.ts'
import type { FieldMeta } from '../../src/scenario/schema/field-meta.ts'
import { catalogRow } from '../../src/scenario/schema/fields.ts'
import { racks, rackType } from '../../src/scenario/catalog/racks.ts'
import { scenarioFile } from '../../src/scenario/schema/scenario.ts'
import { itemOf, shapeOf } from '../../src/scenario/schema/walk.ts'

interface Found {
  readonly path: string
  readonly field: z.ZodType
  readonly meta: FieldMeta | undefined
  /** Whether the field is a row of a catalog, whose values the catalog states. */
  readonly inCatalog: boolean
}

function fieldsBelow(path: string, field: z.ZodType, inCatalog = false): Found[] {
  const meta = metaOf(field)
  const own: Found = { path, field, meta, inCatalog }
  if (meta?.kind === 'milestone') return [own]
  const options = Object.entries(meta?.variants?.options ?? {})
  if (options.length > 0) return [own, ...options.flatMap(([id, option]) => fieldsBelow(`${path}<${id}>`, option))]
  const shape = shapeOf(field, undefined)
  if (shape) return [own, ...Object.entries(shape).flatMap(([key, child]) => fieldsBelow(`${path}.${key}`, child, meta?.overrides?.includes(key) ?? false))]
  const item = itemOf(field)
  return item ? [own, ...fieldsBelow(`${path}[]`, item)] : [own]
}

const fields = fieldsBelow('', scenarioFile)

test('the walk sees the whole schema', () => {
  expect(fields.length).toBeGreaterThan(300)
})

test('every field is built by the builders and says what it is, in a sentence', () => {
  const mute = fields.filter(({ meta }) => !/^\S.*[.?]$/u.test(meta?.help ?? ''))
  expect(mute.map(({ path }) => path)).toEqual([])
})

test('every default is valid input, and has a source', () => {
  const leaves = fields.filter(({ meta }) => meta?.default !== undefined && meta.kind !== 'section')
  expect(leaves.length).toBeGreaterThan(150)
  const wrong = leaves.filter(({ field }) => !field.safeParse(undefined).success)
  expect(wrong.map(({ path }) => path)).toEqual([])
  const single = leaves.filter(({ meta }) => !['list', 'named', 'catalog'].includes(meta?.kind ?? ''))
  expect(single.filter(({ meta }) => meta?.source === undefined).map(({ path }) => path)).toEqual([])
})

test('every bound can be read', () => {
  for (const { path, field, meta } of fields) {
    if (meta?.kind !== 'quantity' && meta?.kind !== 'distribution') continue
    expect(() => field.safeParse(`1 ${meta.unit}`), path).not.toThrow()
  }
})

describe('catalogs', () => {
  const items = fields.flatMap(({ path, meta }) => (meta?.entries && meta.shape ? [{ path, entries: meta.entries, shape: meta.shape, overrides: meta.overrides ?? [] }] : []))

  test.each(items)('$path: every row reads, every value has a source', ({ entries, shape, overrides }) => {
    expect(Object.keys(entries).length).toBeGreaterThan(0)
    const of = { kind: 'test', fields: Object.fromEntries(overrides.map((key) => [key, shape[key]])), entries }
    for (const [model, values] of Object.entries(entries)) {
      expect(() => catalogRow(of, model)).not.toThrow()
      for (const [key, value] of Object.entries(values)) {
        if (key === 'label') expect(typeof value).toBe('string')
        else expect(value, `${model}.${key}`).toMatchObject({ source: expect.stringMatching(/\S/u) as string, confidence: expect.stringMatching(/^(high|medium|low)$/u) as string })
      }
    }
  })

  test('the published rack types, with what nobody has published left unknown', () => {
    expect(Object.keys(racks.entries)).toEqual(['hgx-h100-air-4', 'l40s-air-4', 'hgx-h100-air-2', 'dgx-h100-air-4', 'dgx-b200-air-4', 'mi300x-air-4', 'frontier', 'gb200-nvl72', 'gb300-nvl72', 'vr-nvl72', 'kyber-nvl576', 'generic-250kw', 'generic-400kw', 'generic-600kw'])
    for (const model of Object.keys(racks.entries)) {
      const rack = rackType(model)
      expect(rack.idle).toBeLessThanOrEqual(rack.sustained)
      expect(rack.sustained).toBeLessThanOrEqual(rack.max)
      expect((rack.nodes * rack.acceleratorsPerNode) % rack.scaleUpSize).toBe(0)
    }
    expect(rackType('gb200-nvl72')).toMatchObject({ nodes: 18, acceleratorsPerNode: 4, idle: 20_000, sustained: 105_000, max: 132_000, liquidFraction: 0.85, mass: 1360, scaleUpBandwidth: 9e11, capStaticShare: 0.3, capExponent: 2 })
    expect(rackType('hgx-h100-air-4')).toMatchObject({ idle: 8000, sustained: 31_000, max: 40_800, liquidFraction: 0 })
    expect(rackType('vr-nvl72').mass).toBeNull()
    expect(() => rackType('gb200')).toThrow(/no 'gb200'/u)
  })
})
