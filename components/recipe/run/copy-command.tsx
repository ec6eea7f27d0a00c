'use client';

import { ChevronDown, Globe, SquareTerminal } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-text';
import { Icon } from '@/components/ui/icon';
import { Menu, MenuItem } from '@/components/ui/menu';
import type { StartRunBody } from '@/lib/api/run-wire';
import { runCommand, synthCommand } from '@/lib/client/run-command';
import { recipeFileName } from '../save-text-file';

/** Copies the run of the dialog as a command: a request to this server, or one that runs the recipe's file. */
export function CopyCommand({
  body,
  recipeName,
  off,
  needsKey,
}: {
  /** Null while the fields hold no request. */
  body: StartRunBody | null;
  recipeName: string;
  /** Why there is none. */
  off: string | undefined;
  needsKey: boolean;
}) {
  const button = (
    <Button size="large" look="ghost" icon={SquareTerminal} off={body === null ? off : undefined}>
      Copy as command
      <Icon of={ChevronDown} size="s" />
    </Button>
  );
  if (body === null) return button;
  return (
    <Menu label="Copy as command" align="start" trigger={button}>
      <MenuItem icon={Globe} aside="over the API" onSelect={() => copyRequest(body, needsKey)}>
        curl
      </MenuItem>
      <MenuItem
        icon={SquareTerminal}
        aside="from the recipe’s file"
        onSelect={() => copySynth(body, recipeFileName(recipeName))}
      >
        seedloom synth
      </MenuItem>
    </Menu>
  );
}

function copyRequest(body: StartRunBody, needsKey: boolean) {
  const done = needsKey
    ? 'Command copied. It starts this run over the API, with the key in $SEEDLOOM_API_KEY.'
    : 'Command copied. It starts this run over the API.';
  void copyText(runCommand(window.location.origin, body, { needsKey }), done);
}

function copySynth(body: StartRunBody, file: string) {
  // What the command line has no flag for is told rather than dropped in silence.
  const cap = body.budget?.calls === undefined ? '' : ' The cap in calls has no flag there.';
  const done = `Command copied. It reads ${file}, which Export… saves.${cap}`;
  void copyText(synthCommand(file, body), done);
}
