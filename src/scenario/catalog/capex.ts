/**
 * Capital of a facility by line, USD per W of IT: a 100 MW liquid-cooled campus with distributed redundancy, 2025 USD, United States. The
 * split is an engineering default; its total is anchored on the Cushman & Wakefield 2025 mean of 11.7 USD/W. Design, general contractor
 * and contingency are 15 % on top.
 */
export const CAPEX_USD_PER_W = {
  land: 0.4,
  shell: 1.4,
  interconnect: 0.6,
  mediumVoltage: 1.3,
  standby: 1.2,
  ups: 0.8,
  busway: 0.5,
  heatRejection: 0.95,
  piping: 0.75,
  coolant: 0.45,
  airHandling: 0.3,
  controls: 0.35,
  fireAndSecurity: 0.25,
  whiteSpace: 0.6,
  commissioning: 0.25,
} as const
export type CapexLine = keyof typeof CAPEX_USD_PER_W

/** Share of the facility's capital that one line is, with its part of the 15 %. */
export function capexShare(line: CapexLine): number {
  const sum = Object.values(CAPEX_USD_PER_W).reduce<number>((total, usd) => total + usd, 0)
  return CAPEX_USD_PER_W[line] / sum
}
