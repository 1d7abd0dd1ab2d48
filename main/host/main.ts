import { Command, CommanderError } from 'commander'
import { version } from '../../package.json'
import { bench } from './commands/bench.ts'
import type { FolderOptions } from './commands/data-import.ts'
import type { DoctorOptions } from './commands/doctor.ts'
import type { EffectOptions } from './commands/effects/effects.ts'
import type { LearningRateOptions } from './commands/lr-range.ts'
import type { ReportOptions } from './commands/report.ts'
import { withStudyOptions, type StudyOptions } from './commands/study-options.ts'
import type { GenerateOptions } from './commands/generate.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { createOutput, type Output } from './terminal/output.ts'

const exitHelp = `
Exit status: 0 done; 1 something broke; 2 the input was wrong, nothing is lost; 3 no trial completed;
4 (bench) a goal was missed; 130 interrupted, resume with \`sweetspot run <project>\`.`

/**
 * The `sweetspot` command line. Results go to standard output, progress and remarks to standard error.
 * @param argv arguments after the program's name
 * @returns the exit status (exit-codes.ts)
 */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const output = createOutput({
    out: process.stdout,
    err: process.stderr,
    json: argv.includes('--json'),
    environment: process.env,
  })
  let status: ExitCode = exitCodes.ok
  const program = describeProgram(output, (code) => {
    status = code
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return status
  } catch (error) {
    return explain(error, output)
  }
}

function describeProgram(output: Output, ended: (code: ExitCode) => void): Command {
  const program = new Command('sweetspot')
    .description('Finds good hyperparameters for neural networks on this computer. Nothing leaves it.')
    .version(version)
    .addHelpText('after', exitHelp)
    .exitOverride()
    .configureOutput({ writeErr: (text) => void process.stderr.write(text) })
  const command = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .option('--json', 'print one JSON object, nothing else')
      .exitOverride()

  withStudyOptions(
    command(
      'run <what>',
      'Tune a network: a bundled dataset, a CSV or TSV file, a folder of pictures or recordings, a study file of a report, a project folder to resume, or effect/<name>',
    ),
  )
    .option('--quick', 'effect/<name>: fewer settings and epochs')
    .option('--fair', 'effect/<name>: search what suits each setting first')
    .action(async (what: string, options: StudyOptions & EffectOptions) => {
      if (what.startsWith('effect/')) {
        const { effects } = await import('./commands/effects/effects.ts')
        ended(await effects([what.slice('effect/'.length)], options, output))
        return
      }
      const { run } = await import('./commands/run.ts')
      ended(await run(what, options, output))
    })
  withStudyOptions(
    command('demo', 'Tune a network on bundled handwritten digits for 150 seconds, then open the sealed test set'),
  ).action(async (options: StudyOptions) => {
    const { demo } = await import('./commands/demo.ts')
    ended(await demo(options, output))
  })
  command('data [what]', 'List the bundled datasets, or profile one of them or a CSV or TSV file')
    .option('--target <column>', 'the column to predict')
    .action(async (what: string | undefined, options: { target?: string }) => {
      const { data } = await import('./commands/data.ts')
      ended(await data(what, options, output))
    })
    .command('import <folder>')
    .description(
      'Import a folder of pictures (PNG, JPEG) or recordings (WAV) in one subfolder a class, or listed in a CSV',
    )
    .requiredOption('--project <folder>', 'the project to import into; made if it is not there')
    .option('--size <width>x<height>', 'pictures: bring all to this size')
    .option('--colour <colour>', 'pictures: grey or rgb')
    .option('--frames <count>', 'recordings: time steps of a spectrogram')
    .option('--bands <count>', 'recordings: mel bands')
    .option('--label <column>', 'the column of labels, where a CSV names the files')
    .action(async (folder: string, options: FolderOptions) => {
      const { importMedia } = await import('./commands/data-import.ts')
      ended(await importMedia(folder, options, output))
    })
  command(
    'effects [names...]',
    "Measure what single hyperparameters do: the nine effect studies, beside the article's figures",
  )
    .option('--quick', 'fewer settings and epochs: minutes for all nine')
    .option('--fair', 'search what suits each setting first, most often its learning rate, with the same small budget')
    .option('--project <folder>', 'where a project for each effect goes (default: ./effects)')
    .action(async (names: string[], options: EffectOptions) => {
      const { effects } = await import('./commands/effects/effects.ts')
      ended(await effects(names, options, output))
    })
  command('doctor', 'What this computer can train with, and why not the rest')
    .option(
      '--libraries <folder>',
      "take your own tfjs-node-gpu, onnxruntime-node or CUDA from there ('none': no more)",
    )
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('./commands/doctor.ts')
      ended(await doctor(options, output))
    })
  command('export <project>', "Write a study's trials or its best model to files")
    .option('--study <id>', 'which study (default: the newest)')
    .option('--format <name>', 'csv, json (all trials) or model (tfjs-layers files of the chosen trial)', 'csv')
    .option('--out <path>', 'file, or folder for a model (default: standard output, or ./model)')
    .action(async (project: string, options: { study?: string; format: string; out?: string }) => {
      const { exportStudy } = await import('./commands/export.ts')
      ended(await exportStudy(project, options, output))
    })
  command('pack <project>', 'Write a project, its data and networks, into one .sweetspot file to keep or pass on')
    .option('--out <file>', 'where to (default: the name of its folder, here)')
    .action(async (project: string, options: { out?: string }) => {
      const { pack } = await import('./commands/pack.ts')
      ended(await pack(project, options, output))
    })
  command('unpack <file>', 'Make a project folder of a .sweetspot file')
    .option('--into <folder>', 'a new or empty folder (default: the name of the file, here)')
    .action(async (file: string, options: { into?: string }) => {
      const { unpack } = await import('./commands/pack.ts')
      ended(await unpack(file, options, output))
    })
  command('report <project>', 'Write the report of a study: one HTML file that opens anywhere, offline')
    .option('--study <id>', 'which study (default: the newest)')
    .option('--out <file>', "where it goes (default: ./<study's name>-report.html)")
    .action(async (project: string, options: ReportOptions) => {
      const { report } = await import('./commands/report.ts')
      ended(await report(project, options, output))
    })
  command('explain <project>', 'Which parameters mattered, what the best changed, where a range ends too early')
    .option('--study <id>', 'which study (default: the newest)')
    .action(async (project: string, options: { study?: string }) => {
      const { explainStudy } = await import('./commands/explain.ts')
      ended(await explainStudy(project, options, output))
    })
  command('generate <project> [trial]', "Let a study's next-token network write: that of a trial, or the best one")
    .option('--study <id>', 'which study (default: the newest)')
    .option('--prompt <text>', 'what the text goes on from (default: a new line)')
    .option('--length <n>', 'characters to write (default: 400)')
    .option('--temperature <t>', '0 always takes the likeliest, 1 follows the network, above is wilder (default: 0.8)')
    .option('--top-k <n>', 'draw from the so many likeliest characters alone')
    .option('--seed <n>', 'the same seed writes the same text (default: 1)')
    .action(async (project: string, trial: string | undefined, options: GenerateOptions) => {
      const { generateText } = await import('./commands/generate.ts')
      ended(await generateText(project, trial, options, output))
    })
  command(
    'lr-range <dataset>',
    'Learning-rate range test: a step at each of many rates, and where the loss falls fastest',
  )
    .option('--template <name>', 'the network (default: the one to start with for this dataset)')
    .option('--set <name=value...>', "hyperparameters other than the template's defaults, e.g. optimizer=sgd")
    .option('--from <rate>', 'the smallest rate (default: 1e-6)')
    .option('--to <rate>', 'the largest rate (default: 10)')
    .option('--steps <n>', 'steps from one to the other (default: 200)')
    .option('--seed <n>', 'weights and order of rows (default: 1)')
    .action(async (dataset: string, options: LearningRateOptions) => {
      const { lrRange } = await import('./commands/lr-range.ts')
      ended(await lrRange(dataset, options, output))
    })
  command('bench', 'Measure the speed and memory bars of this build, afresh')
    .option('--only <name>', 'one figure, or a group of them (engine, store, ...)')
    .action(async (options: { only?: string }) => ended(await bench(options, output)))
  command('ui [project]', 'The window in a browser: a loopback address with a one-time token')
    .option('--port <n>', 'instead of a free one')
    .option('--no-open', 'only print the address')
    .action(async (project: string | undefined, options: { port?: string; open: boolean }) => {
      const { ui } = await import('./commands/ui.ts')
      ended(await ui(project, options, output))
    })
  return program
}

/** Our own errors carry a code in kebab case and a sentence for the user; everything else is a defect. */
function explain(error: unknown, output: Output): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.badInput
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  const known = error instanceof Error && typeof code === 'string' && /^[a-z][a-z-]*$/.test(code)
  const message = error instanceof Error ? error.message : String(error)
  if (output.json) output.object({ error: { code: known ? code : 'failure', message } })
  process.stderr.write(`${output.colours.red('sweetspot:')} ${message}\n`)
  if (!known && error instanceof Error && process.env['SWEETSPOT_DEBUG']) process.stderr.write(`${error.stack}\n`)
  if (code === 'interrupted') return exitCodes.interrupted
  return known ? exitCodes.badInput : exitCodes.failure
}
