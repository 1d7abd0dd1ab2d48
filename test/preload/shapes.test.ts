import { expectTypeOf, test } from 'vitest'
import type { FolderChoices } from '../../main/data/import/folder/choices.ts'
import type { StudyDefinition } from '../../main/study/study.ts'
import type { SearchSpace } from '../../main/search/space/types.ts'
import type { Budget } from '../../main/study/budget.ts'
import type * as contract from '../../preload/contract/types.ts'

test('shapes of the contract and of main are the same, in both directions', () => {
  expectTypeOf<StudyDefinition>().toExtend<contract.StudyDefinition>()
  expectTypeOf<contract.StudyDefinition>().toExtend<StudyDefinition>()
  expectTypeOf<SearchSpace>().toExtend<contract.SearchSpace>()
  expectTypeOf<contract.SearchSpace>().toExtend<SearchSpace>()
  // What a rate would be for, files of raw bytes, only a command line has.
  expectTypeOf<Omit<FolderChoices, 'rate'>>().toExtend<contract.FolderChoices>()
  expectTypeOf<contract.FolderChoices>().toExtend<FolderChoices>()
  expectTypeOf<Budget>().toExtend<contract.Budget>()
  expectTypeOf<contract.Budget>().toExtend<Budget>()
})
