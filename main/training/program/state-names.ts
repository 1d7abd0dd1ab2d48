/** Name of an optimizer slot in a SessionState; weights go by their own names. The same in every engine. */
export const slotName = (weight: string, slot: string): string => `${weight}:${slot}`
