import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holds } from '../../../main/search/space/relations/evaluate.ts'
import { parseRelation } from '../../../main/search/space/relations/parse.ts'
import { RelationSyntaxError } from '../../../main/search/space/relations/syntax.ts'

const values = { a: 2, b: 3, c: 12, opt: 'sgd', flag: true }
const check = (text: string): boolean => holds(parseRelation(text), values)

describe('relations', () => {
  it.each([
    ['a <= b', true],
    ['a > b', false],
    ['a + b * 2 == 8', true],
    ['(a + b) * 2 == 10', true],
    ['a - b - 1 == -2', true],
    ['c / a / b == 2', true],
    ['-a < 0', true],
    ['min(a, b, c) == 2 and max(a, b, c) == 12', true],
    ["opt == 'sgd' and a < 1 or b = 3", true],
    ['opt == "adam"', false],
    ['opt != "adam" && !(a > b)', true],
    ['not a > b', true],
    ['flag', true],
    ['not flag or a < 1', false],
    ['flag == true', true],
    ['a * 1e1 == 20 and .5 * a == 1', true],
    ['opt < 3', false],
    ['a / 0 > 100', true],
    ['0 / 0 == 0 / 0', false],
  ])('%s is %s', (text, expected) => {
    expect(check(text)).toBe(expected)
  })

  it('hold where one of their names is inactive', () => {
    expect(holds(parseRelation('neurons2 <= a and a > 100'), { a: 1 })).toBe(true)
  })

  it('name each parameter once, with backticks where a name is no plain word', () => {
    expect(parseRelation('`batch size` * a <= a + `min`').names).toEqual(['batch size', 'a', 'min'])
    expect(holds(parseRelation('`batch size` < 10'), { 'batch size': 16 })).toBe(false)
  })

  it.each([
    ['a <', 3, 'it ends where a value or a name was expected.'],
    ['a < < b', 4, 'a value or a name was expected, not "<".'],
    ['(a < b', 6, '")" is missing.'],
    ['a < b c', 6, 'nothing was expected after a complete relation, but "c" follows.'],
    ['a < b < c', 6, 'comparisons do not chain. Write "a < b and b < c".'],
    ['a + b', 0, 'it must be true or false, such as a <= b, not a number or a text.'],
    ['a $ b', 2, '"$" is not part of the language of relations.'],
    ['min a', 4, '"(" was expected after min.'],
    ['', 0, 'it ends where a value or a name was expected.'],
  ])('%s is refused with the position of the fault', (text, position, problem) => {
    const fault = (() => {
      try {
        parseRelation(text)
      } catch (error) {
        return error
      }
      return undefined
    })()
    expect(fault).toBeInstanceOf(RelationSyntaxError)
    expect((fault as RelationSyntaxError).position).toBe(position)
    expect((fault as RelationSyntaxError).message).toContain(problem)
  })

  it('never run what is written, and fail only with their own error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        try {
          parseRelation(text)
        } catch (error) {
          expect(error).toBeInstanceOf(RelationSyntaxError)
        }
      }),
    )
    expect(() => parseRelation('a.constructor("return 1")() == 1')).toThrow(RelationSyntaxError)
  })

  it('compute arithmetic as JavaScript does', () => {
    const number = fc.integer({ min: 0, max: 50 })
    fc.assert(
      fc.property(number, number, number, (x, y, z) => {
        expect(holds(parseRelation('a + b * c < 60'), { a: x, b: y, c: z })).toBe(x + y * z < 60)
      }),
    )
  })
})
