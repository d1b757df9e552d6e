/** Buildings and their levels are done as planned; installation and burn-in take no time and find nothing. */
import { type Change, withBlocks } from './change.ts'

export const withoutCommissioning: Change = scenario => {
  const { facility, site } = scenario
  const { parcel: _parcel, ...open } = site
  return {
    ...withBlocks(scenario, ({ milestones: _milestones, phase: _phase, ...block }) => block),
    site: { ...open, phases: [] },
    facility: {
      ...facility,
      commissioning: { ...facility.commissioning, mode: 'as-planned' },
      installation: { ...facility.installation, duration: 0, removal: 0, needsPower: false },
      burnIn: { ...facility.burnIn, duration: 0, deadOnArrival: 0 },
    },
  }
}
