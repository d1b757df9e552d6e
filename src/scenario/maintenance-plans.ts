/** The maintenance plans of a site: the standard ones and its own, with the skill of the equipment where none is stated. */
import { ASSETS } from './catalog/assets.ts'
import { STANDARD_PLANS } from './catalog/maintenance.ts'
import type { Skill } from './catalog/skills.ts'
import type { MaintenancePlan, MaintenanceSection } from './schema/maintenance.ts'

export type Plan = Omit<MaintenancePlan, 'skill' | 'part' | 'keep'> & { readonly skill: Skill; readonly part?: string | undefined; readonly keep?: number | undefined }

/** Standard plans first, then the others in order of the file; a plan of the file takes the place of the standard one with its id. */
export function plansOf({ standard, plans }: Pick<MaintenanceSection, 'standard' | 'plans'>): Plan[] {
  const own = plans.map((plan): Plan => ({ ...plan, skill: plan.skill ?? ASSETS[plan.for].skill }))
  const usual = standard ? STANDARD_PLANS.filter(({ id }) => !plans.some(plan => plan.id === id)) : []
  return [...usual.map((plan): Plan => ({ ...plan, mistakes: 1 })), ...own]
}
