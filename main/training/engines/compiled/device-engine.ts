import type { CompiledEngineName, Engine } from '../engine.ts'
import type { EngineOptions } from '../options.ts'
import { createProgram } from '../../program/program.ts'
import { CompiledEngine } from './engine.ts'
import { CompiledSession } from './run/compiled-session.ts'
import { Executables } from './run/executables.ts'
import { StepwiseSession } from './run/stepwise-session.ts'
import { openTarget } from './run/target.ts'
import { Transfer } from './run/transfer.ts'

/**
 * A compiled engine on the device that its name says.
 * @throws EngineUnavailable with the reason, where the runtime or the device is missing
 */
export async function openCompiledEngine(name: CompiledEngineName, options: EngineOptions): Promise<Engine> {
  const now = options.clock
  if (name === 'compiled') return CompiledEngine.create(now)
  const target = await openTarget(name, options)
  const executables = new Executables(target)
  const transfer = new Transfer(target)
  return {
    name,
    device: target.device,
    open: (job, data) => {
      const context = { program: createProgram(job), data, executables, now }
      return target.form === 'loop' ? CompiledSession.open(context) : StepwiseSession.open({ ...context, transfer })
    },
    dispose: async () => {
      executables.clear()
      await transfer.dispose()
    },
  }
}
