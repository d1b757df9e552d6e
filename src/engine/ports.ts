/** The records through which the domains talk: static tables (World), shared read-only views, and narrow interfaces that simulation.ts hands out. */
export * from './ports/accounts.ts'
export * from './ports/cluster.ts'
export * from './ports/facility.ts'
export * from './ports/plant.ts'
export * from './ports/shared-parts.ts'
export * from './ports/world.ts'
