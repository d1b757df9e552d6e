/** How much of the heat of racks a liquid takes. */
import type { BlockCoolingSection } from './schema/block-cooling.ts'

/** Share of the heat of a lot of racks that goes into the liquid loop of its block: that of its cold plates, or what a bath takes of any rack. */
export const liquidShare = ({ immersion }: Pick<BlockCoolingSection, 'immersion'>, { liquidFraction }: { readonly liquidFraction: number }): number => immersion?.share ?? liquidFraction
