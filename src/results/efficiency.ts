/** Energy, hours and water of a run by block and by source: what efficiencies are made of. Energies are decimal strings of W·ms, water of µg. */

export interface LoopHours {
  /** Cooled by outdoor air or tower water alone, with some help of compressors, by compressors alone. */
  readonly freeH: number
  readonly partialH: number
  readonly mechanicalH: number
}

export interface BlockEfficiency {
  readonly path: string
  readonly label: string
  readonly itWms: string
  readonly mechanicalWms: string
  /** Losses in the block's electrical rooms. */
  readonly roomLossWms: string
  readonly liquid: LoopHours
  readonly air: LoopHours
  /** With any water drawn. */
  readonly evaporatingH: number
  /** With coolant above what the vendor of the racks warrants. */
  readonly beyondWarrantyH: number
  readonly compressorStarts: number
}

/** What the sources gave plus what the tanks lost is what evaporated, was bled off and drifted away, exactly. */
export interface WaterTotals {
  readonly sources: readonly { readonly id: string; readonly ug: string }[]
  readonly tankStartUg: string
  readonly tankEndUg: string
  readonly evaporatedUg: string
  readonly blowdownUg: string
  readonly driftUg: string
}
