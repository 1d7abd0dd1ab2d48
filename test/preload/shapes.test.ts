import { expectTypeOf, test } from 'vitest'
import type { StudyDefinition } from '../../main/study/study.ts'
import type { SearchSpace } from '../../main/search/space/types.ts'
import type { Budget } from '../../main/study/budget.ts'
import type * as contract from '../../preload/contract/types.ts'

test('shapes of the contract and of main are the same, in both directions', () => {
  expectTypeOf<StudyDefinition>().toExtend<contract.StudyDefinition>()
  expectTypeOf<contract.StudyDefinition>().toExtend<StudyDefinition>()
  expectTypeOf<SearchSpace>().toExtend<contract.SearchSpace>()
  expectTypeOf<contract.SearchSpace>().toExtend<SearchSpace>()
  expectTypeOf<Budget>().toExtend<contract.Budget>()
  expectTypeOf<contract.Budget>().toExtend<Budget>()
})
