import type { Handlers } from '../../../preload/contract/api.ts'
import type { HandlerContext } from './context.ts'
import { answering } from './refusals.ts'

type DeviceHandlers = Pick<Handlers, Extract<keyof Handlers, `devices.${string}`>>

export function deviceHandlers({ devices }: HandlerContext): DeviceHandlers {
  return {
    'devices.report': async () => {
      await devices.load()
      return devices.report()
    },
    'devices.test': () =>
      answering(() => {
        devices.testAgain()
        return devices.report()
      }),
    'devices.stop': async () => {
      await devices.stopTest()
      return devices.report()
    },
  }
}
