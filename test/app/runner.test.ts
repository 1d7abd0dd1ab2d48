import { describe, expect, it } from 'vitest'
import { checkpointAt, FakeWorld } from './fake-runner.ts'

const first = 'test 0 search/0 1'

describe('what carries a study out', () => {
  it('saves lines before it does what they announce', async () => {
    const world = new FakeWorld()
    await world.runner.submit({ type: 'start' })
    await world.calm()
    expect(world.saved.map(({ type }) => type)).toEqual(['status', 'trial', 'start'])
    expect([...world.held.keys()]).toEqual([first])
    world.finish(first, 0.6)
    await world.calm()
    expect(world.saved.map(({ type }) => type).slice(3)).toEqual(['result', 'complete', 'trial', 'start'])
    expect([...world.held.keys()]).toEqual(['test 1 search/0 1'])
  })

  it('pauses when the journal cannot be written, loses nothing, and saves what it held once there is room', async () => {
    const world = new FakeWorld()
    await world.runner.submit({ type: 'start' })
    await world.calm()
    const before = world.saved.length
    world.diskFault = Object.assign(new Error('The disk is full.'), { code: 'disk-full' })
    world.finish(first, 0.6)
    await world.calm()
    await world.runner.settled()
    expect(world.saved).toHaveLength(before)
    expect(world.notices).toEqual(['The disk is full.'])
    expect(world.held.size).toBe(0)
    expect(world.runner.core.state).toMatchObject({ status: 'paused', because: 'The disk is full.' })
    await expect(world.runner.submit({ type: 'start' })).rejects.toThrow('The disk is full.')

    world.diskFault = undefined
    await world.runner.submit({ type: 'start' })
    await world.calm()
    const completes = world.saved.filter(({ type }) => type === 'complete')
    expect(completes).toMatchObject([{ trial: 0, values: [0.6] }])
    expect(world.held.size).toBe(1)
    await world.restart()
    expect(world.runner.core.state.trials[0]!.state).toBe('complete')
  })

  it('starts nothing while the disk is nearly full, and says how much is left', async () => {
    const world = new FakeWorld()
    world.freeBytes = 50
    await world.runner.submit({ type: 'start' })
    await world.runner.settled()
    expect(world.held.size).toBe(0)
    expect(world.runner.core.state.status).toBe('paused')
    expect(world.runner.core.state.because).toContain('Free some space')
    world.freeBytes = 500
    await world.runner.submit({ type: 'start' })
    await world.calm()
    expect([...world.held.keys()]).toEqual(['test 0 search/0 2'])
  })

  it('goes on from the newest checkpoint, and tells the journal the epochs that it had lost', async () => {
    const world = new FakeWorld()
    await world.runner.submit({ type: 'start' })
    await world.calm()
    world.epoch(first, 1)
    world.epoch(first, 2)
    world.runner.hear({ type: 'checkpoint', id: first, checkpoint: checkpointAt(2) })
    await world.calm()
    expect(world.saved.filter(({ type }) => type === 'checkpoint')).toMatchObject([{ epoch: 2 }])
    // Power goes: the newest lines of the journal are lost, the checkpoint is not.
    world.saved.splice(world.saved.findIndex((line) => line.type === 'epoch' && line.epoch === 2))
    await world.restart()
    await world.runner.submit({ type: 'start' })
    await world.calm()
    expect(world.held.get('test 0 search/0 2')!.checkpoint!.epoch).toBe(2)
    expect(world.saved.flatMap((line) => (line.type === 'epoch' ? [line.epoch] : []))).toEqual([1, 2])
  })

  it('drops the checkpoint of a training that has ended', async () => {
    const world = new FakeWorld()
    await world.runner.submit({ type: 'start' })
    await world.calm()
    world.epoch(first, 1)
    world.runner.hear({ type: 'checkpoint', id: first, checkpoint: checkpointAt(1) })
    world.finish(first, 0.6)
    await world.calm()
    expect(world.checkpoints.size).toBe(0)
  })

  it('keeps the networks of the best trials and of the default, and no others', async () => {
    const world = new FakeWorld({ budget: { trials: 6 }, keepModels: 2 })
    await world.runner.submit({ type: 'start' })
    for (const value of [0.3, 0.5, 0.4, 0.9, 0.1, 0.6]) {
      await world.calm()
      world.finish([...world.held.keys()][0]!, value)
    }
    await world.runner.settled()
    expect(world.runner.core.state.status).toBe('finished')
    expect([...world.models].sort()).toEqual([0, 3, 5])
  })

  it('breaks off what is still on its way to the pool', async () => {
    const world = new FakeWorld()
    await world.runner.submit({ type: 'start' })
    await world.runner.submit({ type: 'pause' })
    await world.runner.settled()
    expect(world.held.size).toBe(0)
    expect(world.runner.core.inHand).toEqual([])
    expect(world.saved.at(-1)).toMatchObject({ type: 'interrupted', because: 'pause' })
  })

  it('hands a refusal to whoever asked, and goes on', async () => {
    const world = new FakeWorld()
    await expect(world.runner.submit({ type: 'pause' })).rejects.toMatchObject({ code: 'not-running' })
    await world.runner.submit({ type: 'start' })
    await expect(world.runner.submit({ type: 'start' })).rejects.toMatchObject({ code: 'already-running' })
    await world.calm()
    expect(world.held.size).toBe(1)
  })
})
