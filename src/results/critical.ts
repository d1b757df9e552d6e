/** What kept most of a block's racks from being installed and switched on, day by day, from the plan's begin until all were. */
export interface CriticalSpell {
  readonly block: number
  readonly fromMs: number
  readonly toMs: number
  /** Bucket of levels 1 to 4. */
  readonly bucket: string
}
