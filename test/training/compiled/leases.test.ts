import { describe, expect, it } from 'vitest'
import { Leases } from '../../../main/training/engines/compiled/run/leases.ts'

function watched(kept: number) {
  const gone: string[] = []
  let made = 0
  const leases = new Leases<string>(kept, (value) => gone.push(value))
  const take = (key: string) =>
    leases.take(key, async () => {
      made++
      return key
    })
  return { leases, gone, take, made: () => made }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('what is kept ready', () => {
  it('is made once for all who ask, also at the same time', async () => {
    const { take, made } = watched(2)
    await Promise.all([take('a'), take('a')])
    await take('a')
    expect(made()).toBe(1)
  })

  it('is let go when it is pushed out, the least recently used first', async () => {
    const { take, gone } = watched(2)
    for (const key of ['a', 'b', 'a', 'c']) (await take(key)).release()
    await settle()
    expect(gone).toEqual(['b'])
  })

  it('is not let go while somebody uses it', async () => {
    const { take, gone } = watched(1)
    const [first, second] = [await take('a'), await take('a')]
    ;(await take('b')).release()
    first.release()
    first.release() // giving back twice counts once
    await settle()
    expect(gone).toEqual([])
    second.release()
    await settle()
    expect(gone).toEqual(['a'])
  })

  it('is all let go in the end', async () => {
    const { leases, take, gone } = watched(3)
    const lease = await take('a')
    ;(await take('b')).release()
    leases.clear()
    await settle()
    expect(gone).toEqual(['b'])
    lease.release()
    await settle()
    expect(gone).toEqual(['b', 'a'])
  })

  it('is tried afresh after it could not be made', async () => {
    const { leases, take } = watched(1)
    await expect(leases.take('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect((await take('a')).value).toBe('a')
  })
})
