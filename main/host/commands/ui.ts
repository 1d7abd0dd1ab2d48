import { BadInput } from '../bad-input.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { onInterrupt } from '../interrupt.ts'
import { openApp } from '../open-app.ts'
import type { Output } from '../terminal/output.ts'
import { serve } from '../web/serve.ts'

/** `sweetspot ui [project]`: serves the window until Ctrl+C; then studies pause, and nothing is left behind. */
export async function ui(
  project: string | undefined,
  options: { readonly port?: string; readonly open: boolean },
  output: Output,
): Promise<ExitCode> {
  const port = options.port === undefined ? 0 : portOf(options.port)
  const app = openApp()
  try {
    if (project !== undefined) await app.openProject(project)
    const interrupted = new Promise<void>((resolve) => onInterrupt(resolve))
    const host = await serve({ app: app.backend, port, open: options.open })
    if (output.json) output.object({ url: host.url, port: host.port })
    output.line(`Sweetspot is at ${host.url}`)
    output.remark(
      'The address works once, in one browser on this computer. Ctrl+C ends it; running studies are paused.',
    )
    output.remark(
      `From another computer: ssh -L ${host.port}:127.0.0.1:${host.port} <this computer>, then open the address there.`,
    )
    await interrupted
    output.remark('Pausing what runs, and saving ...')
    await host.close()
    return exitCodes.ok
  } finally {
    await app.close()
  }
}

function portOf(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new BadInput('bad-option', `--port is ${text}; it must be a whole number from 0 to 65535.`)
  return port
}
