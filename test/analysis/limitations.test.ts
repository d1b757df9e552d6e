import { describe, expect, test } from 'vitest'
import { definedNames, definitionOf } from '../../src/analysis/definitions.ts'
import { AREAS, LIMITATIONS, limitationsOfBucket, limitationsOfFigure, limitationsOfPath } from '../../src/analysis/limitations.ts'
import { BUCKETS } from '../../src/scenario/buckets.ts'
import { BUCKET_WORDS } from '../../src/scenario/bucket-words.ts'
import { type FieldMeta, metaOf } from '../../src/scenario/schema/field-meta.ts'
import { scenarioFile } from '../../src/scenario/schema/scenario.ts'
import { fieldAt } from '../../src/scenario/schema/walk.ts'

/** Whether the schema knows a path; `*` is any name. */
function isKnown(path: string): boolean {
  let field: ReturnType<typeof fieldAt> = scenarioFile
  for (const key of path.split('.')) {
    const meta: FieldMeta | undefined = field === undefined ? undefined : metaOf(field)
    field = key === '*' ? meta?.item : (meta?.shape?.[key] ?? (meta?.item === undefined ? undefined : metaOf(meta.item)?.shape?.[key]))
    if (field === undefined) return false
  }
  return true
}

describe('words of the ledger', () => {
  test('every bucket has words, and none has words without being one', () => {
    expect(Object.keys(BUCKET_WORDS).toSorted()).toEqual(BUCKETS.map(({ code }) => code).toSorted())
  })

  test('every place of the file that words name is one that the file may have', () => {
    const paths = [...new Set(Object.values(BUCKET_WORDS).flatMap(({ paths: own }) => own))]
    expect(paths.length).toBeGreaterThan(20)
    expect(paths.filter(path => !isKnown(path))).toEqual([])
  })

  test('every figure, gate and bucket is defined, with words of its own', () => {
    const names = definedNames()
    expect(names.length).toBeGreaterThan(110)
    for (const name of names) expect(definitionOf(name)?.means.length, name).toBeGreaterThan(3)
    expect(definitionOf('meanUtilisation')).toMatchObject({ kind: 'figure', label: 'Productive of contract', means: expect.stringContaining('contracted') })
    expect(definitionOf('L2.grid')).toMatchObject({ kind: 'bucket', label: 'Grid late or out', act: expect.stringContaining('generation') })
    expect(definitionOf('L2')).toMatchObject({ kind: 'gate', label: 'Not energised', means: expect.stringContaining('grid late or out') })
    expect(definitionOf('L2.nothing')).toBeUndefined()
  })
})

describe('what is not modelled', () => {
  test('rows name sections, buckets and figures that exist, and no row stands twice', () => {
    for (const { sections } of Object.values(AREAS)) for (const section of sections) expect(isKnown(section), section).toBe(true)
    for (const { paths = [] } of LIMITATIONS) for (const path of paths) expect(isKnown(path.replace('blocks.', 'blocks.*.')), path).toBe(true)
    for (const start of LIMITATIONS.flatMap(({ buckets = [] }) => buckets)) expect(BUCKETS.some(({ code }) => code.startsWith(start)), start).toBe(true)
    expect(new Set(LIMITATIONS.map(({ text }) => text)).size).toBe(LIMITATIONS.length)
  })

  test('stands beside the figure, bucket and value that it touches', () => {
    expect(limitationsOfFigure('pue').map(({ text }) => text)).toContain('heat through the envelope of hot halls')
    expect(limitationsOfFigure('meanUtilisation')).toEqual([])
    expect(limitationsOfBucket('L9.commFault').some(({ area }) => area === 'fabric')).toBe(true)
    expect(limitationsOfBucket('P')).toEqual([])
    expect(limitationsOfPath('blocks.hall[2].cooling.units.count').map(({ area }) => area)).toEqual(Array.from({ length: 5 }, () => 'cooling'))
    expect(limitationsOfPath('sites.dublin.money.discountRate').every(({ area }) => area === 'money')).toBe(true)
    expect(limitationsOfPath('name')).toEqual([])
  })
})
