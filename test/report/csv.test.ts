import { describe, expect, it } from 'vitest'
import { csvText } from '../../main/report/csv.ts'

describe('rows as CSV', () => {
  it('quote what holds a comma, a quote or a line break, and leave null empty', () => {
    expect(csvText([['a', 'b,c', 'd"e', 'f\ng', null, 1.5, true]])).toBe('a,"b,c","d""e","f\ng",,1.5,true\n')
  })

  it('keep a spreadsheet from running a text as a formula, and numbers as they are', () => {
    expect(csvText([['=1+1', '@x', -3]])).toBe("'=1+1,'@x,-3\n")
  })
})
