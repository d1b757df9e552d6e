/** Priority classes from the lowest; jobs of a class may be preempted by those of a higher one. */
export const PRIORITY_CLASSES = ['low', 'normal', 'high', 'urgent'] as const
export type PriorityClass = (typeof PRIORITY_CLASSES)[number]
