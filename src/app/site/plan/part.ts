/** Pieces of the site model and the few shapes they are made of. */

/** Neutral surfaces; their colour follows the theme. */
export const TONES = ['wall', 'roof', 'concrete', 'steel', 'machine', 'dark', 'gravel', 'asphalt', 'grass', 'floor', 'fan', 'mark', 'figure', 'leaf', 'field', 'paint'] as const
export type Tone = (typeof TONES)[number]

/** What happens to a piece of a building while one looks inside: walls sink, the roof lifts and fades. */
export type Opening = 'sinks' | 'lifts'

/**
 * A box or what fits it: an upright cylinder, a tube along the longer side, a ball, a fan that looks up. `x`, `z` are the centre, `y` the
 * underside.
 */
export interface Part {
  readonly shape: 'box' | 'cylinder' | 'tube' | 'ball' | 'fan'
  /** Width at the top as a share of that at the foot, of boxes and cylinders; straight when left out. */
  readonly taper?: number
  readonly opening?: Opening
  readonly x: number
  readonly y: number
  readonly z: number
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly tone: Tone
}

export const KINDS = [
  'hall', 'ups', 'block-transformer', 'standby-generator', 'dry-cooler', 'chiller', 'cooling-tower', 'tank', 'distribution-unit',
  'substation-transformer', 'line-gantry', 'switchgear', 'gas-engine', 'gas-turbine', 'battery-container', 'solar-array',
] as const
export type ItemKind = (typeof KINDS)[number]

export const KIND_LABELS: Readonly<Record<ItemKind, string>> = {
  hall: 'Data hall',
  ups: 'UPS module',
  'block-transformer': 'Block transformer',
  'standby-generator': 'Standby generator',
  'dry-cooler': 'Dry cooler',
  chiller: 'Chiller',
  'cooling-tower': 'Cooling tower',
  tank: 'Cold-water tank',
  'distribution-unit': 'Coolant distribution unit',
  'substation-transformer': 'Substation transformer',
  'line-gantry': 'Line gantry',
  switchgear: 'Switchgear house',
  'gas-engine': 'Gas engine',
  'gas-turbine': 'Gas turbine',
  'battery-container': 'Battery storage',
  'solar-array': 'Photovoltaic array',
}

/** When a piece stands: with the shell or fit-out of its block, with the substation's first feed, or with its plant. */
export type BuiltWith = { readonly step: 'shell' | 'building' } | { readonly step: 'substation' } | { readonly step: 'generation'; readonly id: string }

/** One piece of equipment or one building. */
export interface Item {
  readonly kind: ItemKind
  readonly label: string
  /** Where it is written in the scenario, such as `blocks.block.cooling.units`. */
  readonly path: string
  /** Block index, −1 for the site. */
  readonly block: number
  readonly builtWith: BuiltWith
  /** Centre of the footprint and outer size. */
  readonly x: number
  readonly z: number
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly parts: readonly Part[]
}

export interface RackPlace {
  readonly block: number
  readonly row: number
  /** Centre of the footprint. */
  readonly x: number
  readonly z: number
  readonly width: number
  readonly height: number
  readonly depth: number
  /** 1 when the front looks south, −1 when north. */
  readonly facing: 1 | -1
}

/** Racks begin … end − 1 stand in one row. */
export interface RackRow {
  readonly block: number
  readonly row: number
  readonly begin: number
  readonly end: number
}

export function box(tone: Tone, x: number, y: number, z: number, width: number, height: number, depth: number): Part {
  return { shape: 'box', tone, x, y, z, width, height, depth }
}

export function cylinder(tone: Tone, x: number, y: number, z: number, diameter: number, height: number): Part {
  return { shape: 'cylinder', tone, x, y, z, width: diameter, height, depth: diameter }
}

/** A lying cylinder along its longer side. */
export function tube(tone: Tone, x: number, y: number, z: number, width: number, height: number, depth: number): Part {
  return { shape: 'tube', tone, x, y, z, width, height, depth }
}

export function ball(tone: Tone, x: number, y: number, z: number, diameter: number, height: number): Part {
  return { shape: 'ball', tone, x, y, z, width: diameter, height, depth: diameter }
}

/** A fan in its ring, blowing upwards. */
export function fan(x: number, y: number, z: number, diameter: number, height: number): Part {
  return { shape: 'fan', tone: 'fan', x, y, z, width: diameter, height, depth: diameter }
}

/** Moves a piece that was made at the origin to its place. */
export function placeAt(parts: readonly Part[], x: number, z: number): Part[] {
  return parts.map(part => ({ ...part, x: part.x + x, z: part.z + z }))
}

/** Places of `count` equal things side by side along x, in as few rows as fit `width`; rows follow along z. */
export function lineUp(count: number, pitch: number, rowPitch: number, width: number): { readonly places: readonly { readonly x: number; readonly z: number }[]; readonly rows: number; readonly depth: number } {
  const fit = Math.max(1, Math.floor(width / pitch))
  const rows = Math.ceil(count / fit)
  const perRow = rows === 0 ? 0 : Math.ceil(count / rows)
  const places = Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / perRow)
    const inRow = Math.min(perRow, count - row * perRow)
    return { x: ((index % perRow) - (inRow - 1) / 2) * pitch, z: (row + 0.5) * rowPitch }
  })
  return { places, rows, depth: rows * rowPitch }
}
