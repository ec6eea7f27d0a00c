import { Command } from 'commander';
import packageJson from '@/package.json' with { type: 'json' };
import { addDatasetCommands } from './dataset-commands';
import { addGcCommand } from './gc-command';
import { addModelCommands } from './model-commands';
import { addPlanCommands } from './plan-commands';
import { addRecipeCommands } from './recipe-commands';
import { addRunCommands } from './run-commands';
import { addSynthCommand } from './synth-command';

/** The commands with their options; what they do is loaded when it is called. */
export function createProgram(): Command {
  const program = new Command('seedloom')
    .description('Makes synthetic datasets with language models, from recipes.')
    .version(packageJson.version, '-V, --version', 'print the version')
    .configureOutput({ outputError: (text, write) => write(`${errorLine(text)}\n`) })
    .exitOverride();
  addSynthCommand(program);
  addPlanCommands(program);
  addRecipeCommands(program);
  addRunCommands(program);
  addDatasetCommands(program);
  addModelCommands(program);
  addGcCommand(program);
  program
    .command('serve')
    .description('Start the studio: pages, API and worker, as npm start does.')
    .usage('[options of npm start]')
    .option('--port <n>', 'port of the studio (default 3000, 0 for any free one)')
    .option('--host <address>', 'address that it listens on (default 127.0.0.1)')
    .option('--data-dir <dir>', 'where runs and keys are kept (default ~/.seedloom, $SEEDLOOM_DATA_DIR)')
    .option('--no-model', 'neither fetch nor run the small local model')
    .option('--model-file <path>', 'take the local model from this GGUF file')
    .addHelpText(
      'after',
      `
Examples:
  seedloom serve
  seedloom serve --port 3001 --data-dir ./data --no-model

Ctrl-C ends it; runs go on where they were at the next start.`,
    )
    .action(async (options: ServeFlags) => {
      const { serve } = await import('../commands/serve');
      process.exitCode = await serve(wordsOf(options));
    });
  return program;
}

/** One line, as all that keeps a command from its work; a guess at what was meant stands on a second one. */
function errorLine(text: string): string {
  const what = text
    .replace(/^error: /, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `seedloom: ${what} (seedloom --help says more)`;
}

type ServeFlags = { port?: string; host?: string; dataDir?: string; model: boolean; modelFile?: string };

/** The options as the start script takes them, which checks their values. */
function wordsOf({ port, host, dataDir, model, modelFile }: ServeFlags): string[] {
  const given = { '--port': port, '--host': host, '--data-dir': dataDir, '--model-file': modelFile };
  const words = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
  return model ? words : [...words, '--no-model'];
}
