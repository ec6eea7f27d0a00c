import type { Command } from 'commander';

const start = '<!-- commands -->';
const end = '<!-- /commands -->';

/** The page with the help of every command between its marks, as a terminal of 100 columns shows it. */
export function withCommands(page: string, program: Command): string {
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page has no ${start} … ${end}`);
  const sections = leaves(program).map(
    (command) => `## \`${nameOf(command)}\`\n\n\`\`\`\n${helpOf(command)}\n\`\`\`\n`,
  );
  return `${page.slice(0, from)}${start}\n\n${sections.join('\n')}\n${page.slice(to)}`;
}

/** Commands that do something themselves. */
function leaves(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap((one) => leaves(one));
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

/** All that `--help` prints, what was added to it included. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (piece) => (text += piece),
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trim();
}
