/** Which of the first two numbers of 03/04/2024 is the day. Dates that start with the year need no order. */
export type DayOrder = 'day-first' | 'month-first'

const yearFirst =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/
const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/

/** Whether the text may be a date at all: cheap, for the many that are not. */
export function looksLikeDate(text: string): boolean {
  return text.length >= 8 && (yearFirst.test(text) || yearLast.test(text))
}

/** Days since 1970-01-01, with the time of day as a fraction (UTC where no offset is given); NaN if it is no date. */
export function parseDate(text: string, order: DayOrder): number {
  const iso = yearFirst.exec(text)
  if (iso) {
    const days = daysOf(iso[1], iso[2], iso[3])
    return days + fractionOf(iso[4], iso[5], iso[6]) - offsetOf(iso[7])
  }
  const european = yearLast.exec(text)
  if (!european) return NaN
  const [day, month] = order === 'day-first' ? [european[1], european[2]] : [european[2], european[1]]
  return daysOf(european[3], month, day) + fractionOf(european[4], european[5], european[6])
}

function daysOf(year: string | undefined, month: string | undefined, day: string | undefined): number {
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  const date = new Date(Date.UTC(y, m - 1, d))
  const exists = date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d
  return exists ? date.getTime() / 86_400_000 : NaN
}

function fractionOf(hours = '0', minutes = '0', seconds = '0'): number {
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)]
  return h < 24 && m < 60 && s < 61 ? (h * 3600 + m * 60 + s) / 86_400 : NaN
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0
  const sign = zone.startsWith('-') ? -1 : 1
  return (sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))) / 1440
}

/** A day number as people write it, for profiles: 2024-03-01, or with its time where it has one. */
export function formatDay(days: number): string {
  const text = new Date(Math.round(days * 86_400_000)).toISOString()
  return Number.isInteger(days) ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ')
}
