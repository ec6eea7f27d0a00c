import { Option, type Command } from 'commander';
import { exportFormats, type ExportFormat } from '@/lib/recipe/interchange/export-format';
import type { StudioFlags } from '../studio/studio';
import { limitOption } from './option-values';
import { addStudioOptions, inStudio } from './studio-command';

type ListFlags = StudioFlags & { json?: boolean; limit: number };
type ImportFlags = StudioFlags & { json?: boolean; name?: string; output?: string };
type ExportFlags = StudioFlags & { json?: boolean; format: ExportFormat | 'yaml'; output?: string };

/** Adds what lists recipes and takes them in and out. */
export function addRecipeCommands(program: Command): void {
  const recipes = program
    .command('recipes')
    .description('List recipes, take them in from other programs, and give them out.');

  addStudioOptions(
    recipes.command('ls').description('List the recipes of the studio.').addOption(limitOption()),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom recipes ls
  seedloom recipes ls --json | jq '.[] | select(.errors > 0) | .name'`,
    )
    .action((options: ListFlags) =>
      inStudio(options, async (studio) => {
        const { listRecipes } = await import('../commands/recipes');
        return listRecipes(studio, options);
      }),
    );

  addStudioOptions(
    recipes
      .command('import')
      .description(
        'Make a recipe of YAML or JSON: ours, oumi’s, the hosted service’s, or a list of parameters.',
      )
      .argument('<file>', 'the file')
      .option('--name <name>', 'what the recipe is called in the studio (default: the file’s name)')
      .option('--output <file>', 'write the YAML there, - for standard output, instead of storing it'),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom recipes import banking77.json --name "Banking77 intents"
  seedloom recipes import params.json --output recipe.yaml

Prints the id of the stored recipe. What has no place in a recipe is named on standard error.
Exit codes: 0 it can be run, 1 the file can't be read or written, 2 it has errors (it is stored all the same).`,
    )
    .action(async (file: string, options: ImportFlags) => {
      const { importFile } = await import('../commands/recipes');
      process.exitCode = await importFile(options, { file, ...options });
    });

  addStudioOptions(
    recipes
      .command('export')
      .description(
        'Write a recipe as it is, for oumi or for the hosted service, and name what those can’t do.',
      )
      .argument('<recipe>', 'a file, or the id or name of a recipe in the studio')
      .addOption(
        new Option('--format <format>', 'for whom').choices([...exportFormats, 'yaml']).default('oumi'),
      )
      .option('--output <file>', 'write there instead of to standard output'),
  )
    .addHelpText(
      'after',
      `
Examples:
  seedloom recipes export recipe.yaml > oumi.yaml
  seedloom recipes export 3 --format hosted --output body.json
  seedloom recipes export "Tiny stories" --format yaml --output stories.yaml

Exit codes: 0 written, 1 it can't be read or written, 2 the recipe has errors.`,
    )
    .action(async (recipe: string, options: ExportFlags) => {
      const { exportTo } = await import('../commands/recipes');
      process.exitCode = await exportTo(options, { recipe, ...options });
    });
}
