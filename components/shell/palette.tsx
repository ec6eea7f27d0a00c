'use client';

import { Contrast, FileText, Table, Zap, type LucideIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useId, useMemo, useState, type KeyboardEvent } from 'react';
import { commandGroups } from '@/components/ui/commands';
import { Dialog } from '@/components/ui/dialog';
import { Icon } from '@/components/ui/icon';
import { Keys } from '@/components/ui/keys';
import { useRecipes } from '@/lib/client/recipes';
import { useRuns } from '@/lib/client/runs';
import { fuzzyScore } from './fuzzy';
import { themeChoices, themeNames, type ThemeChoice } from './theme';

type Item = { key: string; name: string; about: string; keys?: string; icon: LucideIcon; run: () => void };

const mostShown = 12;

/** Goes anywhere, does what the page can, and finds recipes and runs by name. Arrows choose, Enter goes, Esc closes. */
export function Palette({
  typedBefore,
  onTheme,
  onClose,
}: {
  /** Gives what was typed since it was wanted; '' when that was taken already. */
  typedBefore: () => string;
  onTheme: (choice: ThemeChoice) => void;
  onClose: () => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const items = useItems(onTheme);
  const shown = useMemo(() => bestOf(items, typed), [items, typed]);
  const current = Math.min(chosen, shown.length - 1);
  const go = (item: Item | undefined) => {
    if (item === undefined) return;
    onClose();
    // When the dialog is gone and the focus back: a command may want it elsewhere.
    setTimeout(item.run);
  };
  const press = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowDown: (current + 1) % Math.max(1, shown.length),
      ArrowUp: (current - 1 + shown.length) % Math.max(1, shown.length),
      Home: 0,
      End: shown.length - 1,
    };
    const next = moves[event.key];
    if (event.key === 'Enter') go(shown[current]);
    else if (next !== undefined) setChosen(next);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Go to"
      description="Type a name, choose with the arrows."
      width="narrow"
    >
      <div className="palette">
        <input
          className="input large"
          role="combobox"
          aria-label="Search commands, pages, recipes and runs"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={shown[current] === undefined ? undefined : `${id}-${current}`}
          placeholder="A command, a page, a recipe, a run"
          autoFocus
          dir="auto"
          value={typed}
          // Not sooner: what is drawn isn't on the page yet, and keys still go to that.
          onFocus={() => setTyped(typedBefore() + typed)}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={press}
        />
        <ul className="palette-list" id={`${id}-list`} role="listbox" aria-label="What fits">
          {shown.map((item, at) => (
            <li
              key={item.key}
              id={`${id}-${at}`}
              role="option"
              aria-selected={at === current}
              className="palette-item"
              onMouseMove={() => setChosen(at)}
              onClick={() => go(item)}
            >
              <Icon of={item.icon} size="m" />
              <span className="cut" dir="auto">
                {item.name}
              </span>
              <span className="small t2 palette-about">{item.about}</span>
              {item.keys === undefined ? null : <Keys of={item.keys} />}
            </li>
          ))}
        </ul>
        <p className="small t2" role="status">
          {shown.length === 0 ? `Nothing is called “${typed}”.` : ''}
        </p>
      </div>
    </Dialog>
  );
}

function useItems(onTheme: (choice: ThemeChoice) => void): Item[] {
  const router = useRouter();
  const recipes = useRecipes().data;
  const runs = useRuns().data;
  const [pageCommands] = useState(commandsOfPage);
  return useMemo(() => {
    const to = (href: string) => () => router.push(href);
    return [
      ...pageCommands,
      ...(recipes ?? []).map(({ id, name }) => ({
        key: `recipe ${id}`,
        name,
        about: 'recipe',
        icon: FileText,
        run: to(`/recipes/${id}`),
      })),
      ...(runs ?? []).map(({ id, name, dataset_id: dataset }) => ({
        key: `run ${id}`,
        name: `${name} · Run ${id}`,
        about: 'run and its rows',
        icon: Table,
        run: to(`/datasets/${dataset}`),
      })),
      ...themeChoices.map((choice) => ({
        key: `theme ${choice}`,
        name: `Theme: ${themeNames[choice]}`,
        about: 'look',
        icon: Contrast,
        run: () => onTheme(choice),
      })),
    ];
  }, [onTheme, pageCommands, recipes, router, runs]);
}

/** What the page at hand can do now. */
function commandsOfPage(): Item[] {
  return commandGroups().flatMap(({ title, commands }) =>
    commands.flatMap(({ keys, name, run, inPalette = true }) =>
      run === undefined || !inPalette
        ? []
        : [{ key: `command ${title} ${name}`, name, about: title.toLowerCase(), keys, icon: Zap, run }],
    ),
  );
}

function bestOf(items: readonly Item[], typed: string): Item[] {
  return items
    .flatMap((item) => {
      const score = fuzzyScore(typed, item.name);
      return score === null ? [] : [{ item, score }];
    })
    .toSorted((a, b) => a.score - b.score)
    .slice(0, mostShown)
    .map(({ item }) => item);
}
