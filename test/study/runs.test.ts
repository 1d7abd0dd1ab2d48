import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { StudyCore } from '../../main/study/core.ts'
import { rules } from './definition.ts'
import { runScript } from './run-script.ts'

const folder = join(import.meta.dirname, 'runs')

/** UPDATE=1 npx vitest run test/study rewrites the scripts with what comes out; read the difference before committing it. */
describe('a study, event by event', () => {
  for (const file of readdirSync(folder))
    it(`goes as written in ${file}`, () => {
      const path = join(folder, file)
      const script = readFileSync(path, 'utf8')
      const { text, core, lines } = runScript(script)
      if (process.env['UPDATE']) writeFileSync(path, text)
      else expect(text).toBe(script)
      expect(StudyCore.replay(core.state.definition, rules, lines).state).toEqual(core.state)
    })
})
