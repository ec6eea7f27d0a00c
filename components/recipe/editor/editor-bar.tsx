'use client';

import {
  Check,
  ChevronDown,
  Clock,
  CloudOff,
  Copy,
  Download,
  Ellipsis,
  Keyboard,
  Redo2,
  Save,
  Trash2,
  Undo2,
} from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { setHelpOpen, useCommands } from '@/components/ui/commands';
import { Icon } from '@/components/ui/icon';
import { keepAsking } from '@/components/ui/keep-asking';
import { KeyNames } from '@/components/ui/keys';
import { Menu, MenuItem, MenuRule, MenuTitle } from '@/components/ui/menu';
import type { WireRecipe } from '@/lib/api/recipe-wire';
import type { DraftState } from '@/lib/client/draft-saver';
import { formatAgo } from '@/lib/client/format';
import { useRecipeVersions } from '@/lib/client/recipes';
import { useNow } from '@/lib/client/use-now';
import { useRecipeActions } from '../list/use-recipe-actions';
import { FiguresSkeleton } from '../versions/figures-skeleton';
import type { ComparedWith } from '../versions/versions-dialog';
import { useEditor, useEditorStore } from './editor-context';
import { ExportDialog } from '../export-dialog';
import { useSaveVersionNow } from './use-save-version-now';

/** The comparing of texts comes when the menu is opened first, or when the page has come to rest. */
export const loadVersionFigures = async () => (await import('../versions/version-figures')).VersionFigures;
const VersionFigures = dynamic(keepAsking(loadVersionFigures), { ssr: false, loading: FiguresSkeleton });

/** Beside the title: which version this is, and whether the text is safe. */
export function EditorBarState({ onCompare }: { onCompare: (other: ComparedWith) => void }) {
  const draft = useEditor((state) => state.draft);
  return (
    <>
      <VersionMenu onCompare={onCompare} />
      <SaveState draft={draft} />
    </>
  );
}

function VersionMenu({ onCompare }: { onCompare: (other: ComparedWith) => void }) {
  const recipeId = useEditor((state) => state.recipeId);
  const version = useEditor((state) => state.version);
  const isEdited = useEditor((state) => state.text !== state.version.yaml);
  const [isOpened, setIsOpened] = useState(false);
  const versions = useRecipeVersions(recipeId, { enabled: isOpened });
  const save = useSaveVersionNow();
  const now = useNow(30_000);
  return (
    <Menu
      align="start"
      label="Versions"
      onOpenChange={(open) => open && setIsOpened(true)}
      trigger={
        <Button look="ghost" size="small" className="version">
          <span className="num">v{version.number}</span>
          {isEdited ? <span className="hidden-text">, edited since</span> : null}
          <Icon of={ChevronDown} size="m" />
        </Button>
      }
    >
      <MenuItem
        icon={Save}
        aside={<KeyNames of="Ctrl S" />}
        off={isEdited ? undefined : 'nothing new'}
        onSelect={() => void save()}
      >
        Save as v{version.number + 1}
      </MenuItem>
      <MenuRule />
      <MenuTitle>Compare the present text with</MenuTitle>
      {(versions.data ?? []).map((each) => (
        <MenuItem
          key={each.version}
          aside={now === null ? undefined : formatAgo(each.created_at, now)}
          below={<VersionFigures version={each.version} />}
          onSelect={() => onCompare({ kind: 'version', version: each.version })}
        >
          <span className="num">v{each.version}</span>
        </MenuItem>
      ))}
      {versions.hasNextPage ? (
        <MenuItem onSelect={() => onCompare({ kind: 'version', version: version.number })}>
          Older versions…
        </MenuItem>
      ) : null}
    </Menu>
  );
}

function SaveState({ draft }: { draft: DraftState }) {
  const { icon, text, tone } = saveWords(draft);
  return (
    <span className={`small row tight save-state ${tone}`} title={text}>
      <Icon of={icon} size="m" />
      <span>{text}</span>
    </span>
  );
}

function saveWords(draft: DraftState) {
  switch (draft.kind) {
    case 'saved':
      return { icon: Check, text: 'Saved', tone: 't3' };
    case 'saving':
      return { icon: Clock, text: 'Saving…', tone: 't3' };
    case 'kept':
      return { icon: CloudOff, text: 'Not saved, kept on this device', tone: 'warn' };
    case 'conflict':
      return { icon: CloudOff, text: 'Not saved, another text is newer', tone: 'warn' };
  }
}

/** At the right of the bar: undo, redo, export and the rest. */
export function EditorBarActions({ recipe }: { recipe: Pick<WireRecipe, 'id' | 'name'> }) {
  const store = useEditorStore();
  const { undo, redo } = store.actions;
  const canUndo = useEditor((state) => state.history.past.length > 0);
  const canRedo = useEditor((state) => state.history.future.length > 0);
  const router = useRouter();
  const actions = useRecipeActions(recipe);
  const [exported, setExported] = useState<string | null>(null);
  const openExport = () => setExported(store.getState().text);
  const remove = () => {
    actions.remove();
    router.push('/recipes');
  };
  useCommands('Recipe as a whole', [
    { name: 'Export the recipe', run: openExport },
    { name: 'Duplicate the recipe', run: actions.duplicate },
    { name: 'Delete the recipe', run: remove },
  ]);
  return (
    <>
      <IconButton
        icon={Undo2}
        label="Undo"
        shortcut="Ctrl Z"
        className="wide-only"
        off={canUndo ? undefined : 'Nothing to undo'}
        onClick={undo}
      />
      <IconButton
        icon={Redo2}
        label="Redo"
        shortcut="Ctrl Shift Z"
        className="wide-only"
        off={canRedo ? undefined : 'Nothing to redo'}
        onClick={redo}
      />
      <Button icon={Download} className="wide-only" onClick={openExport}>
        Export…
      </Button>
      <Menu label="More" trigger={<IconButton icon={Ellipsis} label="More" />}>
        <MenuItem icon={Download} onSelect={openExport}>
          Export…
        </MenuItem>
        <MenuItem icon={Copy} onSelect={actions.duplicate}>
          Duplicate
        </MenuItem>
        <MenuItem icon={Keyboard} aside="?" onSelect={() => setHelpOpen(true)}>
          Keyboard shortcuts
        </MenuItem>
        <MenuRule />
        <MenuItem icon={Trash2} danger onSelect={remove}>
          Delete
        </MenuItem>
      </Menu>
      {exported === null ? null : (
        <ExportDialog name={recipe.name} text={exported} onClose={() => setExported(null)} />
      )}
    </>
  );
}
