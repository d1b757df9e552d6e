/**
 * Equipment as simple solids at the origin, footprint centred. Sizes are those of common products of the catalog's ratings, rounded
 * to a decimetre; they serve the picture only.
 */
import { box, cylinder, fan, type Part, tube } from './part.ts'

export interface Solid {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly parts: readonly Part[]
}

/** Equal steps around zero. */
const around = (count: number, pitch: number): number[] => Array.from({ length: count }, (_, index) => (index - (count - 1) / 2) * pitch)

/** Oil transformer with radiators on both long sides, conservator and three bushings, between fire walls. */
export function substationTransformer(ratedW: number): Solid {
  const scale = Math.cbrt(Math.max(0.3, Math.min(3, ratedW / 90e6)))
  const [tankX, tankY, tankZ] = [5.2 * scale, 3.6 * scale, 2.6 * scale]
  const fins = around(9, (tankX * 0.86) / 8).flatMap(x => [-1, 1].map(side => box('steel', x, 0.7, side * (tankZ / 2 + 0.75 * scale), 0.14, tankY * 0.74, 1.2 * scale)))
  const headers = [-1, 1].map(side => tube('machine', 0, tankY * 0.82, side * (tankZ / 2 + 0.5 * scale), tankX * 0.9, 0.3, 0.3))
  const bushings = [-1, 0, 1].flatMap(step => [cylinder('mark', step * tankX * 0.28, tankY + 0.4, -tankZ * 0.1, 0.4, 2.1 * scale), { ...cylinder('steel', step * tankX * 0.28, tankY + 0.4 + 2.1 * scale, -tankZ * 0.1, 0.5, 0.2) }])
  return {
    width: tankX + 0.6,
    height: tankY + 2.6 * scale,
    depth: tankZ + 3 * scale,
    parts: [
      box('concrete', 0, 0, 0, tankX + 1.2, 0.4, tankZ + 3.2 * scale),
      box('machine', 0, 0.4, 0, tankX, tankY, tankZ),
      box('steel', 0, tankY + 0.4, 0, tankX * 1.02, 0.12, tankZ * 1.04),
      tube('machine', tankX * 0.12, tankY + 1, tankZ * 0.34, tankX * 0.62, 0.95 * scale, 0.95 * scale),
      ...fins, ...headers, ...bushings,
    ],
  }
}

/** Two portals for three conductors, and the last lattice mast of the line outside of the fence. */
export function lineGantry(): Solid {
  const leg = (x: number, z: number): Part => ({ ...box('steel', x, 0, z, 0.9, 13, 0.9), taper: 0.45 })
  const portal = (z: number): Part[] => [
    leg(-6, z), leg(6, z),
    box('steel', 0, 12.2, z, 13, 0.6, 0.6),
    ...[-4, 0, 4].map(x => cylinder('mark', x, 10.4, z, 0.34, 1.8)),
  ]
  const posts = [-4, 0, 4].flatMap(x => [box('steel', x, 0, 0, 0.4, 3.2, 0.4), cylinder('mark', x, 3.2, 0, 0.4, 1.9)])
  const disconnectors = [-4, 0, 4].map(x => tube('steel', x, 5.1, 0, 0.16, 0.16, 5.4))
  return { width: 13, height: 13, depth: 9, parts: [...portal(-4), ...portal(4), ...posts, ...disconnectors] }
}

/** A lattice mast of the line, seen as its legs and arms. */
export function lineMast(x: number, z: number): Part[] {
  return [
    { ...box('steel', x, 0, z, 5.4, 27, 5.4), taper: 0.14 },
    ...[19, 24].map(y => ({ ...box('steel', x, y, z, y === 19 ? 15 : 11, 0.5, 0.7) })),
  ]
}

export function switchgearHouse(): Solid {
  const vents = around(5, 3).map(x => box('steel', x, 2.5, 3.53, 1.4, 0.8, 0.06))
  return {
    width: 18,
    height: 4.4,
    depth: 7,
    parts: [
      box('concrete', 0, 0, 0, 18.8, 0.25, 7.8), box('wall', 0, 0.25, 0, 18, 3.75, 7), box('roof', 0, 4, 0, 18.6, 0.4, 7.6), box('dark', -6.6, 0.25, 3.53, 1.2, 2.2, 0.06), box('dark', 6.4, 0.25, 3.53, 2.4, 2.6, 0.06),
      ...vents, box('steel', -4, 4.4, -1, 2.2, 0.9, 1.4), box('steel', 4, 4.4, -1, 2.2, 0.9, 1.4),
    ],
  }
}

/** Containerised set with radiator grille, silencer, stack and a day tank; the long side lies north–south. */
export function generatorSet(ratedW: number): Solid {
  const length = ratedW >= 2.5e6 ? 12.2 : 9.1
  const louvres = [-1, 1].flatMap(side => around(3, 1.9).map(z => box('steel', side * 1.52, 1, z - length * 0.1, 0.06, 1.7, 1.2)))
  return {
    width: 3,
    height: 5.6,
    depth: length,
    parts: [
      box('concrete', 0, 0, 0, 3.3, 0.3, length + 0.6),
      box('steel', 0, 0.3, 0, 2.9, 0.5, length),
      box('machine', 0, 0.8, 0, 3, 2.9, length),
      box('dark', 0, 1.1, length / 2 + 0.02, 2.4, 2.2, 0.06),
      ...louvres,
      tube('steel', 0, 3.75, -length * 0.12, 1, 1, 3.8),
      box('steel', 0, 3.7, length * 0.3, 2.2, 0.5, 2),
      cylinder('dark', 0, 3.7, -length * 0.36, 0.55, 1.9),
    ],
  }
}

/** Gas engine hall module with silencer, radiators and a tall stack. */
export function gasEngine(): Solid {
  return {
    width: 4,
    height: 11,
    depth: 14,
    parts: [
      box('concrete', 0, 0, 0, 4.4, 0.3, 14.6),
      box('machine', 0, 0.3, 0, 4, 4.2, 14),
      box('dark', 0, 0.9, 7.02, 2.6, 2.6, 0.06),
      tube('steel', 0, 4.6, 0.4, 1.7, 1.7, 6),
      box('steel', 0, 4.5, 5.4, 3.4, 0.6, 2.8),
      fan(-0.8, 5.1, 5.4, 1.4, 0.25), fan(0.8, 5.1, 5.4, 1.4, 0.25),
      { ...cylinder('dark', 0, 4.5, -5.6, 1.1, 6.4), taper: 0.85 },
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
      box('steel', 0, 0.4, length * 0.3, 4.6, 4.4, 0.5),
      box('machine', 0, 4.8, length * 0.3, 6, 4, length * 0.3),
      ...around(3, 1.9).map(x => box('dark', x, 5.2, length * 0.45 + 0.03, 1.5, 3.2, 0.06)),
      box('steel', 0, 4.8, -length * 0.1, 2.4, 1.2, length * 0.3),
      cylinder('machine', 0, 0.4, -length * 0.44, 3.4, 4), cylinder('dark', 0, 4.4, -length * 0.44, 2.8, 10.4),
    ],
  }
}

/** Container of battery cells with its inverter cabinet and cooling on top. */
export function batteryContainer(): Solid {
  const doors = [-1, 1].flatMap(side => around(4, 1.45).map(z => box('steel', side * 1.21, 0.5, z - 1.2, 0.04, 2.1, 1.2)))
  return {
    width: 2.5,
    height: 3.2,
    depth: 8.6,
    parts: [box('concrete', 0, 0, 0, 2.8, 0.2, 9), box('machine', 0, 0.2, -1.2, 2.4, 2.7, 6.1), ...doors, box('steel', 0, 0.2, 3.2, 2.2, 2.2, 2), fan(0, 2.9, -2.4, 1.3, 0.25), fan(0, 2.9, -0.4, 1.3, 0.25)],
  }
}

/** Rows of modules on low tables: a part of the array for the picture, of at most a hectare. */
export function solarArray(peakW: number): Solid {
  const rows = Math.max(2, Math.min(12, Math.round(peakW / 1e6)))
  const tables = Array.from({ length: rows }, (_, row) => box('dark', 0, 0.8, (row - (rows - 1) / 2) * 7, 70, 0.5, 3.6))
  return { width: 72, height: 1.6, depth: rows * 7, parts: [...tables, ...tables.map(({ z }) => box('steel', 0, 0, z, 68, 0.8, 0.3))] }
}

export function blockTransformer(): Solid {
  const fins = [-1, 1].flatMap(side => around(6, 0.32).map(x => box('steel', x, 0.5, side * 0.95, 0.09, 1.5, 0.5)))
  return { width: 2.4, height: 2.5, depth: 2.4, parts: [box('concrete', 0, 0, 0, 2.8, 0.2, 2.8), box('machine', 0, 0.2, 0, 2.2, 2.1, 1.4), ...fins, box('dark', 0.6, 1.1, 0.71, 0.5, 0.6, 0.04)] }
}

export function upsModule(): Solid {
  return { width: 4, height: 2.1, depth: 1, parts: [box('machine', 0, 0.05, 0, 4, 2.05, 1), ...around(4, 1).map(x => box('dark', x + 0.2, 1.5, 0.51, 0.3, 0.25, 0.04)), ...around(3, 1).map(x => box('steel', x, 0.1, 0.51, 0.04, 1.95, 0.02))] }
}

/** Fan deck on legs: a coil box with fans in two lines. */
export function dryCooler(fans: number): Solid {
  const lines = 2
  const perLine = Math.max(1, Math.ceil(fans / lines))
  const length = Math.max(4, perLine * 2)
  const decks = Array.from({ length: Math.max(1, fans) }, (_, index) => {
    const [line, place] = [index % lines, Math.floor(index / lines)]
    return fan(line === 0 ? -0.62 : 0.62, 2.5, (place - (perLine - 1) / 2) * (length / perLine), 1.1, 0.28)
  })
  const legs = [-1, 1].flatMap(side => [-1, 0, 1].map(place => box('steel', side * 1.05, 0, place * (length / 2 - 0.3), 0.18, 0.8, 0.18)))
  const coils = [-1, 1].map(side => box('steel', side * 1.22, 1, 0, 0.06, 1.1, length - 0.4))
  return { width: 2.5, height: 2.8, depth: length, parts: [...legs, box('machine', 0, 0.8, 0, 2.4, 1.7, length), ...coils, ...decks, tube('steel', 0, 0.35, length / 2 + 0.1, 2, 0.22, 0.22)] }
}

export function chiller(heatW: number): Solid {
  const length = heatW >= 1.3e6 ? 11.6 : 8.4
  const count = Math.round(length / 1.3)
  const decks = around(count, length / count).map(z => fan(0, 2.35, z, 1.05, 0.24))
  const compressors = around(2, length * 0.36).map(z => tube('dark', 0, 0.25, z, 0.8, 0.8, 2.2))
  return { width: 2.3, height: 2.6, depth: length, parts: [box('concrete', 0, 0, 0, 2.5, 0.2, length + 0.4), ...compressors, ...[-1, 1].map(side => box('steel', side * 0.95, 0.2, 0, 0.12, 0.95, length * 0.96)), box('machine', 0, 1.1, 0, 2.3, 1.25, length), ...decks] }
}

/** A cell of an open tower: basin, louvres, casing and a wide fan under its stack. */
export function coolingTower(heatW: number): Solid {
  const side = Math.min(7.5, Math.max(3.4, 3.4 * Math.sqrt(heatW / 1.25e6)))
  const louvres = [-1, 1].flatMap(sign => [0.9, 1.35, 1.8].map(y => box('dark', 0, y, sign * (side / 2 + 0.02), side * 0.9, 0.22, 0.08)))
  return {
    width: side,
    height: 5.9,
    depth: side,
    parts: [
      box('concrete', 0, 0, 0, side + 0.5, 0.5, side + 0.5),
      box('machine', 0, 0.5, 0, side, 3.7, side), ...louvres,
      { ...cylinder('machine', 0, 4.2, 0, side * 0.78, 1.3), taper: 0.88 },
      fan(0, 5.3, 0, side * 0.66, 0.35),
    ],
  }
}

/** An upright tank of insulated steel, about as high as wide. */
export function storageTank(volumeM3: number): Solid {
  const diameter = Math.min(22, Math.max(2.6, Math.cbrt((4 * volumeM3) / Math.PI)))
  const height = Math.max(2.4, (4 * volumeM3) / (Math.PI * diameter ** 2))
  return {
    width: diameter,
    height: height + 0.7,
    depth: diameter,
    parts: [cylinder('concrete', 0, 0, 0, diameter + 0.6, 0.3), cylinder('machine', 0, 0.3, 0, diameter, height), { ...cylinder('steel', 0, height + 0.3, 0, diameter, 0.4), taper: 0.3 }, box('steel', diameter / 2 + 0.1, 0.3, 0, 0.14, height, 0.5)],
  }
}

export function distributionUnit(): Solid {
  return { width: 0.9, height: 2.2, depth: 1.2, parts: [box('machine', 0, 0.05, 0, 0.9, 2.15, 1.2), box('dark', 0.46, 1.3, 0, 0.03, 0.5, 0.6), cylinder('steel', 0, 2.2, 0, 0.26, 0.5)] }
}
