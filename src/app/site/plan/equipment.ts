/**
 * Equipment as simple solids at the origin, footprint centred. Sizes are those of common products of the catalog's ratings, rounded
 * to a decimetre; they serve the picture only.
 */
import { box, cylinder, type Part } from './part.ts'

export interface Solid {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly parts: readonly Part[]
}

/** Oil transformer with radiators on both long sides, conservator and three bushings. */
export function substationTransformer(ratedW: number): Solid {
  const scale = Math.cbrt(Math.max(0.3, Math.min(3, ratedW / 90e6)))
  const [tankX, tankY, tankZ] = [5.2 * scale, 3.6 * scale, 2.6 * scale]
  const fins = Array.from({ length: 7 }, (_, index) => {
    const x = ((index - 3) / 3) * tankX * 0.42
    return [box('steel', x, 0.7, tankZ / 2 + 0.75 * scale, 0.16, tankY * 0.72, 1.2 * scale), box('steel', x, 0.7, -tankZ / 2 - 0.75 * scale, 0.16, tankY * 0.72, 1.2 * scale)]
  }).flat()
  const bushings = [-1, 0, 1].map(step => cylinder('mark', step * tankX * 0.28, tankY + 0.4, -tankZ * 0.1, 0.34, 2.2 * scale))
  return {
    width: tankX + 0.6,
    height: tankY + 2.6 * scale,
    depth: tankZ + 3 * scale,
    parts: [
      box('concrete', 0, 0, 0, tankX + 1.2, 0.4, tankZ + 3.2 * scale),
      box('machine', 0, 0.4, 0, tankX, tankY, tankZ),
      box('machine', tankX * 0.2, tankY + 0.5, tankZ * 0.28, tankX * 0.5, 0.8 * scale, 0.9 * scale),
      ...fins,
      ...bushings,
    ],
  }
}

/** Two lattice portals as plain frames, for three conductors. */
export function lineGantry(): Solid {
  const portal = (z: number): Part[] => [
    box('steel', -6, 0, z, 0.5, 13, 0.5),
    box('steel', 6, 0, z, 0.5, 13, 0.5),
    box('steel', 0, 12.4, z, 13, 0.5, 0.5),
    ...[-4, 0, 4].map(x => cylinder('mark', x, 10.6, z, 0.3, 1.8)),
  ]
  return { width: 13, height: 13, depth: 9, parts: [...portal(-4), ...portal(4)] }
}

export function switchgearHouse(): Solid {
  return { width: 18, height: 4.4, depth: 7, parts: [box('wall', 0, 0, 0, 18, 4, 7), box('roof', 0, 4, 0, 18.6, 0.4, 7.6), box('dark', -6, 0, 3.51, 1.2, 2.2, 0.06), box('dark', 5, 0, 3.51, 2.4, 2.6, 0.06)] }
}

/** Containerised set with radiator grille and stack; the long side lies north–south. */
export function generatorSet(ratedW: number): Solid {
  const length = ratedW >= 2.5e6 ? 12.2 : 9.1
  return {
    width: 3,
    height: 5.2,
    depth: length,
    parts: [
      box('concrete', 0, 0, 0, 3.3, 0.3, length + 0.6),
      box('machine', 0, 0.3, 0, 3, 3.3, length),
      box('dark', 0, 0.9, length / 2 + 0.02, 2.4, 2.2, 0.06),
      box('steel', 0, 3.6, -length * 0.18, 1.6, 0.9, 3.4),
      cylinder('dark', 0, 3.6, -length * 0.36, 0.6, 1.6),
    ],
  }
}

/** Gas engine hall module with silencer and a tall stack. */
export function gasEngine(): Solid {
  return {
    width: 4,
    height: 11,
    depth: 14,
    parts: [
      box('concrete', 0, 0, 0, 4.4, 0.3, 14.6),
      box('machine', 0, 0.3, 0, 4, 4.2, 14),
      box('steel', 0, 4.5, 1, 1.8, 1.8, 6),
      box('steel', 0, 4.5, 5.4, 3.2, 0.7, 2.6),
      cylinder('dark', 0, 4.5, -5.6, 1.1, 6.4),
    ],
  }
}

/** Gas turbine package: filter house high up, long enclosure, exhaust stack at the end. */
export function gasTurbine(ratedW: number): Solid {
  const length = ratedW >= 30e6 ? 24 : 18
  return {
    width: 6,
    height: 15,
    depth: length,
    parts: [
      box('concrete', 0, 0, 0, 6.4, 0.4, length + 0.6),
      box('machine', 0, 0.4, 0, 4.2, 4.4, length * 0.8),
      box('steel', 0, 4.8, length * 0.3, 6, 4, length * 0.3),
      cylinder('dark', 0, 0.4, -length * 0.44, 3, 14.4),
    ],
  }
}

/** Container of battery cells with its inverter cabinet and cooling on top. */
export function batteryContainer(): Solid {
  return {
    width: 2.5,
    height: 3.2,
    depth: 8.6,
    parts: [box('concrete', 0, 0, 0, 2.8, 0.2, 9), box('machine', 0, 0.2, -1.2, 2.4, 2.7, 6.1), box('steel', 0, 0.2, 3.2, 2.2, 2.2, 2), box('fan', 0, 2.9, -1.2, 1.4, 0.3, 2.4)],
  }
}

/** Rows of modules on low tables: a part of the array for the picture, of at most a hectare. */
export function solarArray(peakW: number): Solid {
  const rows = Math.max(2, Math.min(12, Math.round(peakW / 1e6)))
  const tables = Array.from({ length: rows }, (_, row) => box('dark', 0, 0.8, (row - (rows - 1) / 2) * 7, 70, 0.5, 3.6))
  return { width: 72, height: 1.6, depth: rows * 7, parts: [...tables, ...tables.map(({ z }) => box('steel', 0, 0, z, 68, 0.8, 0.3))] }
}

export function blockTransformer(): Solid {
  return { width: 2.4, height: 2.5, depth: 2.4, parts: [box('concrete', 0, 0, 0, 2.8, 0.2, 2.8), box('machine', 0, 0.2, 0, 2.2, 2.1, 1.4), box('steel', 0, 0.5, 0.95, 1.8, 1.5, 0.5), box('steel', 0, 0.5, -0.95, 1.8, 1.5, 0.5)] }
}

export function upsModule(): Solid {
  return { width: 4, height: 2.1, depth: 1, parts: [box('machine', 0, 0.05, 0, 4, 2.05, 1), box('dark', 1.2, 1.3, 0.51, 0.5, 0.4, 0.04)] }
}

/** Fan deck on legs: a coil box with fans in two lines. */
export function dryCooler(fans: number): Solid {
  const lines = 2
  const perLine = Math.max(1, Math.ceil(fans / lines))
  const length = Math.max(4, perLine * 2)
  const decks = Array.from({ length: Math.max(1, fans) }, (_, index) => {
    const [line, place] = [index % lines, Math.floor(index / lines)]
    return cylinder('fan', line === 0 ? -0.62 : 0.62, 2.5, (place - (perLine - 1) / 2) * (length / perLine), 1.1, 0.24)
  })
  const legs = [-1, 1].flatMap(side => [-1, 0, 1].map(place => box('steel', side * 1.05, 0, place * (length / 2 - 0.3), 0.18, 0.8, 0.18)))
  return { width: 2.5, height: 2.8, depth: length, parts: [...legs, box('machine', 0, 0.8, 0, 2.5, 1.7, length), ...decks] }
}

export function chiller(heatW: number): Solid {
  const length = heatW >= 1.3e6 ? 11.6 : 8.4
  const count = Math.round(length / 1.3)
  const decks = Array.from({ length: count }, (_, index) => cylinder('fan', 0, 2.35, (index - (count - 1) / 2) * (length / count), 1.05, 0.2))
  return { width: 2.3, height: 2.6, depth: length, parts: [box('concrete', 0, 0, 0, 2.5, 0.2, length + 0.4), box('steel', 0, 0.2, 0, 1.9, 0.9, length * 0.96), box('machine', 0, 1.1, 0, 2.3, 1.25, length), ...decks] }
}

export function distributionUnit(): Solid {
  return { width: 0.9, height: 2.2, depth: 1.2, parts: [box('machine', 0, 0.05, 0, 0.9, 2.15, 1.2), cylinder('steel', 0, 2.2, 0, 0.26, 0.5)] }
}
