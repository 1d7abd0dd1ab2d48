/** What is measured inside the page: functions that Playwright carries into it, so each stands alone. */

/** Whether the plot shows every trial. */
export function isDrawn(trials) {
  const lines = document.querySelector('[data-testid="lines"]')
  return lines?.dataset['painted'] === String(trials)
}

/**
 * Drags the upper end of a brush on the second axis from 0 to 100 % in 100 steps.
 * @returns milliseconds of each step, from the pointer's event to the end of the frame that shows it
 */
export async function brushSteps() {
  const touch = document.querySelector('[data-testid="parallel"]')
  const lines = document.querySelector('[data-testid="lines"]')
  const title = document.querySelector('button[data-axis="learningRate"]')
  if (!touch || !lines || !title) throw new Error('the plot is not there')
  const box = touch.getBoundingClientRect()
  const axis = title.getBoundingClientRect()
  const x = axis.left + axis.width / 2
  const place = (share) => box.bottom - 40 - share * (box.height - 56)
  const send = (type, y) =>
    touch.dispatchEvent(
      new PointerEvent(type, { clientX: x, clientY: y, bubbles: true, pointerId: 1, button: 0, buttons: 1 }),
    )
  /** After the frame: callbacks, layout and painting of it are over. */
  const frame = () =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => resolve()
        channel.port2.postMessage(undefined)
      }),
    )
  const waits = []
  const painted = new Set()
  await frame()
  send('pointerdown', place(0))
  for (let step = 1; step <= 100; step += 1) {
    delete lines.dataset['painted']
    const startedAt = performance.now()
    send('pointermove', place(step / 100))
    do await frame()
    while (lines.dataset['painted'] === undefined && performance.now() - startedAt < 1_000)
    // A step that selects what was selected before paints nothing.
    if (lines.dataset['painted'] === undefined) continue
    waits.push(performance.now() - startedAt)
    painted.add(lines.dataset['painted'])
  }
  send('pointerup', place(1))
  if (painted.size < 60) throw new Error(`only ${painted.size} different pictures were painted in 100 steps`)
  return waits
}

/** Frames a second while the table of trials is scrolled through, 40 rows a frame. */
export async function scrollTable() {
  const table = document.querySelector('[aria-label^="Trials in the selection"]')
  if (!table) throw new Error('the table is not there')
  table.scrollIntoView()
  const frames = 150
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  await nextFrame()
  const startedAt = await nextFrame()
  let endedAt = startedAt
  for (let frame = 0; frame < frames; frame += 1) {
    table.scrollTop += 40 * 26
    if (table.scrollTop + table.clientHeight >= table.scrollHeight) table.scrollTop = 0
    endedAt = await nextFrame()
  }
  return (1_000 * frames) / (endedAt - startedAt)
}

/** Megabytes of the page's heap after what is not needed is collected. */
export function heapMegabytes() {
  globalThis.gc?.()
  return (performance.memory?.usedJSHeapSize ?? NaN) / 1e6
}

/**
 * Brushes as many lines in ECharts' own parallel coordinates, as they come, in the same page and size; ten steps.
 * @param count lines
 */
export async function brushPlain(count) {
  const element = document.createElement('div')
  element.style.cssText = 'position:fixed;inset:0;width:930px;height:340px;z-index:99'
  document.body.append(element)
  let state = 1
  const next = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff) / 0x7fffffff
  const data = Array.from({ length: count }, () => Array.from({ length: 13 }, next))
  const chart = globalThis.echarts.init(element)
  const finished = () =>
    new Promise((resolve) =>
      chart.on('finished', () => {
        chart.off('finished')
        resolve()
      }),
    )
  const first = finished()
  chart.setOption({
    animation: false,
    parallelAxis: data[0]?.map((_, dim) => ({ dim, min: 0, max: 1 })),
    series: [{ type: 'parallel', lineStyle: { width: 1, opacity: 0.5 }, data }],
  })
  await first
  const waits = []
  for (let step = 1; step <= 10; step += 1) {
    const startedAt = performance.now()
    const drawn = finished()
    chart.dispatchAction({ type: 'axisAreaSelect', parallelAxisIndex: 1, intervals: [[0, step / 10]] })
    await drawn
    waits.push(performance.now() - startedAt)
  }
  chart.dispose()
  element.remove()
  return waits
}
