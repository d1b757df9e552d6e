/** Kinds of equipment that can be out of service one by one, with what people call them. */
export const ASSETS = {
  substationTransformer: { label: 'substation transformer' },
  substationTapChanger: { label: 'tap changer or bushing of a substation transformer' },
  busSection: { label: 'section of the medium-voltage bus' },
  relay: { label: 'protection relay' },
  infeedBreaker: { label: 'breaker of an infeed' },
  feederBreaker: { label: 'breaker of a block at its section' },
  blockTransformer: { label: 'block transformer' },
  blockTapChanger: { label: 'tap changer or bushing of a block transformer' },
  mainBreaker: { label: 'breaker between a block transformer and the switchboard' },
  upsModule: { label: 'UPS module' },
  upsSystem: { label: 'UPS system' },
  pdu: { label: 'distribution unit' },
  busway: { label: 'busway section' },
  engine: { label: 'gas engine or turbine' },
  storageConverter: { label: 'unit of site storage' },
  standbySet: { label: 'standby set' },
  cooler: { label: 'cooler' },
  trimChiller: { label: 'trim chiller' },
  tower: { label: 'tower cell' },
  airCooler: { label: 'hall cooler' },
  airChiller: { label: 'chiller' },
  airTower: { label: 'hall tower cell' },
  cdu: { label: 'coolant distribution unit' },
  airHandler: { label: 'air handler' },
} as const satisfies Readonly<Record<string, { readonly label: string }>>

export type AssetKind = keyof typeof ASSETS
export const ASSET_KINDS = Object.keys(ASSETS) as readonly AssetKind[]
