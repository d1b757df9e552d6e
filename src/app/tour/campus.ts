/** The campus of the tour and the two options of its file that the tour asks about. */
export const TOUR = { scenario: 'dallas-100mw', onTime: 'substation-on-time', bridge: 'bridge-gas' } as const
