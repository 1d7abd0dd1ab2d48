import type { ProjectInfo, StudySummary } from '../../app/app.ts'
import { BadInput } from '../bad-input.ts'

/** The study of this id, or the newest one. @throws BadInput study-missing, naming those that there are */
export function findStudy({ folder, studies }: ProjectInfo, wanted?: string): StudySummary {
  const study = wanted === undefined ? studies.at(-1) : studies.find(({ id }) => id === wanted)
  if (study) return study
  const known = studies.map(({ id }) => id).join(', ') || 'none'
  throw new BadInput('study-missing', `${folder} has no study ${wanted ?? 'yet'}; it has: ${known}.`)
}
