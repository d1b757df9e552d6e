/** Cables, optical modules and switches as they are bought: lengths, reach of the media, prices. */

/** Lengths that cables are sold in, m. Source: vendor lists of DAC, MPO and LC cables, engineering default. */
export const CABLE_LENGTHS_M = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 5000, 10_000] as const

export type Medium = 'copper' | 'multimode' | 'dr' | 'fr'

/**
 * Media from short to long: copper without modules, multimode up to 50 m, single mode of 500 m (DR), of 2 km and more (FR, LR). Reach:
 * digests of 100,000-accelerator clusters (50 m on multimode), else engineering default. Prices, USD: engineering defaults for 400 Gb/s
 * ports, a module with one port; a twin-port module counts 1.7 of them.
 */
export const MEDIA: readonly { readonly medium: Medium; readonly label: string; readonly reachM: number; readonly moduleUsd: number; readonly cableUsd: number; readonly metreUsd: number }[] = [
  { medium: 'copper', label: 'copper (DAC)', reachM: 3, moduleUsd: 0, cableUsd: 120, metreUsd: 30 },
  { medium: 'multimode', label: 'multimode (SR)', reachM: 50, moduleUsd: 700, cableUsd: 60, metreUsd: 3 },
  { medium: 'dr', label: 'single mode (DR)', reachM: 500, moduleUsd: 900, cableUsd: 50, metreUsd: 1.5 },
  { medium: 'fr', label: 'single mode (FR, LR)', reachM: Infinity, moduleUsd: 1300, cableUsd: 40, metreUsd: 1 },
]

export const TWIN_PORT_PRICE = 1.7
/** Price of a switch by port of 400 Gb/s, USD; engineering default. */
export const SWITCH_USD_PER_PORT = 600
