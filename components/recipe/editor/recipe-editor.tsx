'use client';

import { useEffect, useRef, useState } from 'react';
import { Page } from '@/components/ui/page';
import { Splitter } from '@/components/ui/splitter';
import { showToast } from '@/components/ui/toast';
import { TabList, tabPanelProps } from '@/components/ui/tabs';
import type { WireRecipe } from '@/lib/api/recipe-wire';
import { deviceDraftCopy } from '@/lib/client/draft-copy';
import { createEditorStore, type EditorOptions } from '@/lib/client/editor/editor-store';
import { useMedia } from '@/lib/client/use-media';
import { PreviewPane } from '../preview/preview-pane';
import { RunDialog } from '../run/run-dialog';
import type { YamlEditorHandle } from '../yaml/yaml-editor';
import { EditorBarActions, EditorBarState } from './editor-bar';
import { EditorContext, useEditorActions } from './editor-context';
import { EditorStrips } from './editor-strips';
import { OutlineTree } from './outline-tree';
import { ProblemsList, ProblemsSpoken } from './problems-list';
import { RecipeTitle } from './recipe-title';
import { ShortcutsDialog } from './shortcuts-dialog';
import { useAddress } from './use-address';
import { useEditorKeys } from './use-editor-keys';
import { useOtherDrafts } from './use-other-drafts';
import { usePaneWidths } from './use-pane-widths';
import { usePriceOfRecipe } from './use-price-of-recipe';
import { YamlPane } from './yaml-pane';

const crumbs = [{ label: 'Recipes', href: '/recipes' }];
const panes = [
  { value: 'preview', label: 'Preview' },
  { value: 'yaml', label: 'YAML' },
  { value: 'outline', label: 'Outline' },
] as const;
type Pane = (typeof panes)[number]['value'];

/** Where the panes no longer fit side by side. */
const tabbedQuery = '(max-width: 900px)';

type Props = { recipe: WireRecipe } & Pick<EditorOptions, 'seed' | 'row' | 'view' | 'node'>;

/** One recipe open for editing: outline, text and preview of the same document. */
export function RecipeEditor({ recipe, ...opening }: Props) {
  const [store] = useState(() =>
    createEditorStore({ recipe, copy: deviceDraftCopy(recipe.id, localStorage), ...opening }),
  );
  useEffect(() => store.actions.open(), [store]);
  return (
    <EditorContext value={store}>
      <OpenEditor recipe={recipe} />
    </EditorContext>
  );
}

function OpenEditor({ recipe }: { recipe: WireRecipe }) {
  const isTabbed = useMedia(tabbedQuery);
  const [tab, setTab] = useState<Pane>('preview');
  const [isRunOpen, setIsRunOpen] = useState(false);
  const [areKeysShown, setAreKeysShown] = useState(false);
  const yaml = useRef<YamlEditorHandle>(null);
  const [initialPlace, setInitialPlace] = useState<{ line: number; column: number } | null>(null);
  const widths = usePaneWidths();

  // On a phone Monaco loads when its tab is opened first; the place waits for it.
  const goTo = (place: { line: number; column: number }) => {
    if (isTabbed) setTab('yaml');
    if (yaml.current === null) setInitialPlace(place);
    else yaml.current.goTo(place);
  };
  const [wasYamlShown, setWasYamlShown] = useState(false);
  const isYamlShown = !isTabbed || tab === 'yaml';
  if (isYamlShown && !wasYamlShown) setWasYamlShown(true);

  usePriceOfRecipe();
  useAddress();
  useDocumentTitle(recipe.name);
  useChangedText();
  useOtherDrafts(recipe);
  useEditorKeys({
    goTo,
    onRun: () => setIsRunOpen(true),
    onShortcuts: () => setAreKeysShown(true),
  });

  const hidden = (pane: Pane) => isTabbed && tab !== pane;
  return (
    <Page
      title={<RecipeTitle id={recipe.id} name={recipe.name} />}
      crumbs={crumbs}
      state={<EditorBarState />}
      actions={<EditorBarActions recipe={recipe} onShortcuts={() => setAreKeysShown(true)} />}
      tabs={
        isTabbed ? (
          <TabList id="editor" label="Parts of the recipe" items={panes} value={tab} onChange={setTab} />
        ) : undefined
      }
      className="editor-frame"
    >
      <EditorStrips />
      <div className="editor" style={widths.style} {...(isTabbed ? tabPanelProps('editor', tab) : {})}>
        <nav
          className="outline"
          aria-label="Recipe outline"
          hidden={hidden('outline')}
          data-pane
          tabIndex={-1}
        >
          <OutlineTree onGoTo={goTo} />
        </nav>
        <Splitter label="Width of the outline" {...widths.outline} />
        <section
          className="pane"
          aria-label="YAML"
          hidden={hidden('yaml')}
          data-pane
          data-recipe-text
          tabIndex={-1}
        >
          <YamlPane
            recipe={recipe}
            isNeeded={wasYamlShown}
            onReady={(handle) => {
              yaml.current = handle;
              if (handle !== null && initialPlace !== null) handle.goTo(initialPlace);
            }}
          />
          <ProblemsList yaml={yaml} />
        </section>
        <Splitter label="Width of the preview" grows="right" {...widths.preview} />
        <aside
          className="pane preview"
          aria-label="Preview"
          hidden={hidden('preview')}
          data-pane
          tabIndex={-1}
        >
          <PreviewPane onGoTo={goTo} onRun={() => setIsRunOpen(true)} />
        </aside>
      </div>
      <ProblemsSpoken />
      {isRunOpen ? <RunDialog recipe={recipe} onClose={() => setIsRunOpen(false)} /> : null}
      {areKeysShown ? <ShortcutsDialog onClose={() => setAreKeysShown(false)} /> : null}
    </Page>
  );
}

function useDocumentTitle(name: string) {
  useEffect(() => {
    document.title = `${name} · Seedloom`;
  }, [name]);
}

/** Tells when the server changed the text: a key moved to the secrets. */
function useChangedText() {
  const { onChangedText } = useEditorActions();
  useEffect(() => {
    onChangedText(() => {
      showToast({ text: 'The key was moved out of the text into this server’s encrypted secrets.' });
    });
  }, [onChangedText]);
}
