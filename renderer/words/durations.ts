/** 41 s, 17 min, 2 h 05 */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return 'under 1 s'
  if (seconds < 100) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 100) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`
}

/** Clock time of today, day and month otherwise. */
export function formatMoment(time: number, now: number): string {
  const moment = new Date(time)
  const sameDay = moment.toDateString() === new Date(now).toDateString()
  return sameDay ? formatClock(time) : `${moment.getDate()} ${moment.toLocaleString('en-GB', { month: 'short' })}`
}

export function formatClock(time: number): string {
  const moment = new Date(time)
  return `${String(moment.getHours()).padStart(2, '0')}:${String(moment.getMinutes()).padStart(2, '0')}`
}
