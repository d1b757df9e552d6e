/** The slowdown factors of a running job, as columns of whatever keeps them: jobs their present ones, escrow those of a stretch. */
import { FACTOR_AT } from './factor-at.ts'

/** Each in (0, 1]; their product is the work rate against that of ideal placement without caps. */
export const FACTOR_COLUMNS = {
  stragglerFactor: 'f64',
  powerFactor: 'f64',
  thermalFactor: 'f64',
  faultFactor: 'f64',
  contentionFactor: 'f64',
  placementFactor: 'f64',
  storageFactor: 'f64',
} as const

/** A factor of a job that may move. */
export type MovingFactor = keyof typeof FACTOR_COLUMNS
export const FACTOR_NAMES = Object.keys(FACTOR_COLUMNS) as readonly MovingFactor[]

export type FactorColumns = { readonly [name in MovingFactor]: Float64Array }

/** Puts the factors of a row into the vector that the ledger reads. */
export function loadFactors(vector: Float64Array, columns: FactorColumns, row: number): void {
  vector[FACTOR_AT.straggler] = columns.stragglerFactor[row]
  vector[FACTOR_AT.power] = columns.powerFactor[row]
  vector[FACTOR_AT.thermal] = columns.thermalFactor[row]
  vector[FACTOR_AT.fault] = columns.faultFactor[row]
  vector[FACTOR_AT.contention] = columns.contentionFactor[row]
  vector[FACTOR_AT.placement] = columns.placementFactor[row]
  vector[FACTOR_AT.storage] = columns.storageFactor[row]
}

/** Writes the vector into a row. */
export function storeFactors(vector: Float64Array, columns: FactorColumns, row: number): void {
  columns.stragglerFactor[row] = vector[FACTOR_AT.straggler]
  columns.powerFactor[row] = vector[FACTOR_AT.power]
  columns.thermalFactor[row] = vector[FACTOR_AT.thermal]
  columns.faultFactor[row] = vector[FACTOR_AT.fault]
  columns.contentionFactor[row] = vector[FACTOR_AT.contention]
  columns.placementFactor[row] = vector[FACTOR_AT.placement]
  columns.storageFactor[row] = vector[FACTOR_AT.storage]
}

export const sameFactors = (columns: FactorColumns, row: number, others: FactorColumns, otherRow: number): boolean =>
  columns.stragglerFactor[row] === others.stragglerFactor[otherRow] &&
  columns.powerFactor[row] === others.powerFactor[otherRow] &&
  columns.thermalFactor[row] === others.thermalFactor[otherRow] &&
  columns.faultFactor[row] === others.faultFactor[otherRow] &&
  columns.contentionFactor[row] === others.contentionFactor[otherRow] &&
  columns.placementFactor[row] === others.placementFactor[otherRow] &&
  columns.storageFactor[row] === others.storageFactor[otherRow]

export function copyFactors(from: FactorColumns, fromRow: number, to: FactorColumns, toRow: number): void {
  to.stragglerFactor[toRow] = from.stragglerFactor[fromRow]
  to.powerFactor[toRow] = from.powerFactor[fromRow]
  to.thermalFactor[toRow] = from.thermalFactor[fromRow]
  to.faultFactor[toRow] = from.faultFactor[fromRow]
  to.contentionFactor[toRow] = from.contentionFactor[fromRow]
  to.placementFactor[toRow] = from.placementFactor[fromRow]
  to.storageFactor[toRow] = from.storageFactor[fromRow]
}

/** Product of the factors of a row. */
export const rateOfRow = (columns: FactorColumns, row: number): number =>
  columns.stragglerFactor[row] * columns.powerFactor[row] * columns.thermalFactor[row] * columns.faultFactor[row] * columns.contentionFactor[row] * columns.placementFactor[row] * columns.storageFactor[row]
