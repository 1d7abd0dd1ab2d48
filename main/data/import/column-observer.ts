import { looksLikeDate, parseDate } from '../tables/date.ts'
import { missingAmongNumbers } from '../tables/missing.ts'
import { parseCommaNumber, parseNumber } from '../tables/number.ts'
import { createDistinctEstimate, type DistinctEstimate } from './distinct.ts'
import { avalanche, hashText } from './hash.ts'
import { NumberStore } from './number-store.ts'

/** As many different values are counted one by one; above, only their number is estimated. */
export const countedValues = 10_000

const thousands = /^[-+]?[1-9]\d{0,2},\d{3}$/

/** What one pass over a column's texts gathers, in bounded memory: 8 bytes a row while all are numbers, and the counts. */
export class ColumnObserver {
  rows = 0
  missing = 0
  /** Values such as '-' or 'None' that are missing if the others turn out to be numbers or dates. */
  doubtful = 0
  numeric = 0
  withPoint = 0
  withComma = 0
  /** Of those with a comma, how many look like thousands: 1,234. */
  thousandsLike = 0
  fractions = 0
  /** Values that are neither numbers, missing nor doubtful. */
  others = 0
  /** The first few of `others`, for messages. */
  otherExamples: string[] = []
  dates = 0
  dayFirst = true
  monthFirst = true
  /** Whether some date is another one by day than by month first. */
  orderMatters = false
  lengthSum = 0
  withSpaces = 0
  /** How often a value differs from the one in the row before: few for a sorted column. */
  changes = 0
  /** Whether every value so far is the one before plus one. */
  sequential = true
  /** Which rows hold equal values, whatever the values are: equal for two columns that tell the same. */
  pattern = 0

  readonly #isMissing: (text: string) => boolean
  #numbers: NumberStore | undefined = new NumberStore()
  #codes: Map<string, number> | undefined = new Map()
  #counts: number[] = []
  #estimate: DistinctEstimate | undefined
  #previous = ''
  #previousNumber = NaN

  constructor(isMissing: (text: string) => boolean) {
    this.#isMissing = isMissing
  }

  /** @param text trimmed; `hash` is its 32-bit hash */
  add(text: string, hash: number): void {
    this.rows++
    if (this.rows > 1 && text !== this.#previous) this.changes++
    this.#previous = text
    if (this.#isMissing(text)) {
      this.missing++
      this.#numbers?.push(NaN)
      this.sequential = false
      this.pattern = avalanche(this.pattern ^ 0x55555555)
      return
    }
    this.#count(text, hash)
    this.#observeNumber(text)
  }

  #count(text: string, hash: number): void {
    if (this.#codes === undefined) {
      this.#estimate?.add(hash)
      return
    }
    let code = this.#codes.get(text)
    if (code === undefined) {
      code = this.#codes.size
      this.#codes.set(text, code)
      this.#counts.push(0)
    }
    this.#counts[code] = (this.#counts[code] as number) + 1
    this.pattern = avalanche(Math.imul(this.pattern, 31) ^ code)
    if (this.#codes.size > countedValues) this.#estimateFromNowOn(this.#codes)
  }

  #estimateFromNowOn(codes: ReadonlyMap<string, number>): void {
    const estimate = createDistinctEstimate()
    const hash = { first: 0, second: 0 }
    for (const text of codes.keys()) {
      hashText(text, hash)
      estimate.add(hash.first)
    }
    this.#estimate = estimate
    this.#codes = undefined
    this.#counts = []
  }

  #observeNumber(text: string): void {
    let value = parseNumber(text)
    if (Number.isNaN(value) && text.includes(',')) {
      value = parseCommaNumber(text)
      if (!Number.isNaN(value)) {
        this.withComma++
        if (thousands.test(text)) this.thousandsLike++
      }
    } else if (text.includes('.') && !Number.isNaN(value)) this.withPoint++
    if (!Number.isNaN(value)) {
      this.numeric++
      if (!Number.isInteger(value)) this.fractions++
      if (this.numeric > 1 && value !== this.#previousNumber + 1) this.sequential = false
      this.#previousNumber = value
      this.#numbers?.push(value)
      return
    }
    this.sequential = false
    if (missingAmongNumbers.has(text)) {
      this.doubtful++
      this.#numbers?.push(NaN)
      return
    }
    this.#numbers = undefined
    this.#observeText(text)
  }

  #observeText(text: string): void {
    if (this.others < 5) this.otherExamples.push(text)
    this.others++
    this.lengthSum += text.length
    if (text.includes(' ')) this.withSpaces++
    if (this.dates === this.others - 1 && looksLikeDate(text)) {
      const [byDay, byMonth] = [parseDate(text, 'day-first'), parseDate(text, 'month-first')]
      const [dayFirst, monthFirst] = [!Number.isNaN(byDay), !Number.isNaN(byMonth)]
      this.dayFirst &&= dayFirst
      this.monthFirst &&= monthFirst
      if (byDay !== byMonth) this.orderMatters = true
      if (dayFirst || monthFirst) this.dates++
    }
  }

  /** Number of different values, missing ones not counted. */
  distinct(): { count: number; exact: boolean } {
    if (this.#codes) return { count: this.#codes.size, exact: true }
    const estimate = this.#estimate?.estimate() ?? 0
    return { count: Math.min(this.rows - this.missing, Math.max(countedValues, estimate)), exact: false }
  }

  /** How often each value occurred; undefined if there are more than `countedValues`. */
  counts(): ReadonlyMap<string, number> | undefined {
    if (!this.#codes) return undefined
    return new Map(Array.from(this.#codes, ([text, code]) => [text, this.#counts[code] as number]))
  }

  /** The numbers row by row, NaN where missing; undefined if the column holds anything else. Can be taken once. */
  takeNumbers(): Float64Array | undefined {
    const numbers = this.#numbers?.take()
    this.#numbers = undefined
    return numbers
  }
}
