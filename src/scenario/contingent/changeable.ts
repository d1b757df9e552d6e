/** Values that a running site can change from one moment to the next; everything that depends on them is read anew when it is needed. */
export const CHANGEABLE = ['faults.technicians'] as const
