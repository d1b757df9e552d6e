import { facilitySection, type FacilitySection } from '../../src/scenario/schema/facility.ts'

/** Equipment past its early failures that never wears out: its rates are those of the file, whatever its age. */
export const MATURE: FacilitySection = facilitySection.parse({ equipment: { infantMortality: { factor: 0 }, wearOut: 1 } })
