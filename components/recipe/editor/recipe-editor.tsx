'use client';

import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { keepAsking } from '@/components/ui/keep-asking';
import { Page } from '@/components/ui/page';
import { Splitter } from '@/components/ui/splitter';
import { showToast } from '@/components/ui/toast';
import { TabList, tabPanelProps } from '@/components/ui/tabs';
import type { WireRecipe } from '@/lib/api/recipe-wire';
import { deviceDraftCopy } from '@/lib/client/draft-copy';
import {
  createEditorStore,
  type EditorOptions,
  type EditorStore,
  type NodeRef,
} from '@/lib/client/editor/editor-store';
import type { EditorView } from '@/lib/client/editor/editor-views';
import { nodeAt, nodeOfPath, placeOfNode } from '@/lib/client/editor/node-ref';
import { deviceTriedCopy } from '@/lib/client/editor/tried-copy';
import { useMedia } from '@/lib/client/use-media';
import type { Position } from '@/lib/recipe/diagnostic';
import { LibraryMissing } from '@/lib/util/late-library';
import { PreviewPane } from '../preview/preview-pane';
import type { YamlEditorHandle } from '../yaml/yaml-editor';
import { placeOfValue } from '../pointing/place-of-value';
import { PointingContext, useNewPointing } from '../pointing/pointed-value';
import { ValueTip } from '../pointing/value-tip';
import { useDrafting, type RecipeDrafting } from '../drafting/use-drafting';
import { recipeFileName } from '../save-text-file';
import { SourceRequestContext } from '../sources/source-request';
import { EditorBarActions, EditorBarState, loadVersionFigures } from './editor-bar';
import { EditorContext, useEditor, useEditorActions, useEditorStore } from './editor-context';
import { EditorPane } from './editor-pane';
import { EditorStrips } from './editor-strips';
import { OutlineTree } from './outline-tree';
import { ProblemsList, ProblemsSpoken } from './problems-list';
import { RecipeTitle } from './recipe-title';
import { useAddress } from './use-address';
import { useEditorKeys } from './use-editor-keys';
import { useFollowedNode } from './use-followed-node';
import { useLoadAtRest } from './use-load-at-rest';
import { useSourceFiles } from './use-source-files';
import { useNodeActions } from './use-node-actions';
import { useOtherDrafts } from './use-other-drafts';
import { usePaneWidths } from './use-pane-widths';
import { usePricesOfRecipe } from './use-prices-of-recipe';
import type { ComparedWith } from '../versions/versions-dialog';
import { YamlPane } from './yaml-pane';

// Dialogs come when they are opened first, or when the page has come to rest.
const loadRunDialog = async () => (await import('../run/run-dialog')).RunDialog;
const loadVersions = async () => (await import('../versions/versions-dialog')).VersionsDialog;
const loadSourceDialog = async () => (await import('../sources/source-dialog')).SourceDialog;
const comeAtRest = [loadRunDialog, loadVersions, loadSourceDialog, loadVersionFigures];
const RunDialog = dynamic(keepAsking(loadRunDialog), { ssr: false });
const VersionsDialog = dynamic(keepAsking(loadVersions), { ssr: false });
const SourceDialog = dynamic(keepAsking(loadSourceDialog), { ssr: false });

const crumbs = [{ label: 'Recipes', href: '/recipes' }];
const panes = [
  { value: 'preview', label: 'Preview' },
  { value: 'recipe', label: 'Recipe' },
  { value: 'outline', label: 'Outline' },
] as const;
type Pane = (typeof panes)[number]['value'];

/** Where the panes no longer fit side by side. */
const tabbedQuery = '(max-width: 900px)';

type Props = { recipe: WireRecipe } & Pick<EditorOptions, 'seed' | 'row' | 'view' | 'node'>;
/** `showsHistory`: opens with the versions. */
type PageProps = Props & { meanwhile: ReactNode; showsHistory: boolean };

/**
 * One recipe open for editing: outline, text and preview of the same document. `meanwhile` is shown until the parts of
 * the language that it asks for have come.
 */
export function RecipeEditor({ meanwhile, showsHistory, ...opening }: PageProps) {
  const queries = useQueryClient();
  const [store, setStore] = useState(() => storeIfThere(opening, queries));
  const openAgain = useEffectEvent(() => setStore(storeIfThere(opening, queries)));
  useEffect(() => {
    if (!(store instanceof LibraryMissing)) return;
    store.load().then(openAgain, (error: unknown) =>
      setStore(() => {
        // The page that tells of an error offers another try.
        throw error;
      }),
    );
  }, [store]);
  if (store instanceof LibraryMissing) return meanwhile;
  return <WithStore store={store} recipe={opening.recipe} showsHistory={showsHistory} />;
}

type OpenProps = Pick<PageProps, 'recipe' | 'showsHistory'>;

function WithStore({ store, ...open }: OpenProps & { store: EditorStore }) {
  useEffect(() => store.actions.open(), [store]);
  return (
    <EditorContext value={store}>
      <OpenEditor {...open} />
    </EditorContext>
  );
}

/** A store, or what its recipe asks for that has to be fetched first. */
function storeIfThere({ recipe, ...opening }: Props, queries: QueryClient): EditorStore | LibraryMissing {
  try {
    return createEditorStore({
      recipe,
      queries,
      copy: deviceDraftCopy(recipe.id, localStorage),
      tried: deviceTriedCopy(recipe.id, localStorage),
      ...opening,
    });
  } catch (error) {
    if (error instanceof LibraryMissing) return error;
    throw error;
  }
}

function OpenEditor({ recipe, showsHistory }: OpenProps) {
  const isTabbed = useMedia(tabbedQuery);
  const drafting = useDrafting(recipe.id);
  // What is being written is what one wants to see.
  const [tab, setTab] = useState<Pane>(drafting === null ? 'preview' : 'recipe');
  const [isRunOpen, setIsRunOpen] = useState(false);
  const [comparedWith, setComparedWith] = useState<ComparedWith | null>(
    showsHistory ? { kind: 'version', version: recipe.version } : null,
  );
  const yaml = useRef<YamlEditorHandle>(null);
  const [initialPlace, setInitialPlace] = useState<Position | null>(null);
  const widths = usePaneWidths();

  const view = useEditor((state) => state.view);
  const store = useEditorStore();
  const { setView, openNode, setCursor } = useEditorActions();
  const [newNode, setNewNode] = useState<NodeRef | null>(null);

  // Monaco loads when its view is opened first; the place waits for it.
  const goToText = (place: Position) => {
    setTab('recipe');
    setView('yaml');
    if (yaml.current === null) setInitialPlace(place);
    // What isn't shown yet takes no focus.
    else requestAnimationFrame(() => yaml.current?.goTo(place));
  };
  const placeOf = (node: NodeRef) => {
    const { document, outline } = store.getState().read;
    return placeOfNode(node, document, outline.entries);
  };
  const showText = (node: NodeRef) => {
    openNode(node);
    goToText(placeOf(node));
  };
  const closeVersions = () => {
    setComparedWith(null);
    if (showsHistory) window.history.replaceState(null, '', location.pathname);
  };
  // Where the panes are tabs, what is opened comes to the front.
  const open = (node: NodeRef) => {
    openNode(node);
    setTab('recipe');
    if (store.getState().view === 'yaml') goToText(placeOf(node));
  };
  const goTo = (place: Position) => {
    const { problems, read, view: current } = store.getState();
    if (current === 'yaml' || read.document.syntaxErrors.length > 0) return goToText(place);
    const problem = problems.find(({ range: { start } }) => isSamePlace(start, place));
    setCursor(place);
    setTab('recipe');
    setView('form');
    openNode(
      problem === undefined
        ? nodeAt(place, read.document, read.outline.entries)
        : nodeOfPath(problem.path, read.outline.entries),
    );
    if (problem !== undefined) focusProblem();
  };
  const changeView = (next: EditorView) => {
    if (next === 'yaml') showText(store.getState().node);
    else setView(next);
  };
  /** A key leaves the focus in the view that it shows, unless it is elsewhere on the page. */
  const changeViewByKey = (next: EditorView) => {
    changeView(next);
    if (next !== 'yaml') focusView(next);
  };
  const files = useSourceFiles(open);
  const actions = useNodeActions({
    open,
    onNew: (node) => {
      setNewNode(node);
      // The graph only shows: what is new has to be filled in.
      if (store.getState().view === 'graph') setView('form');
    },
    addSource: files.add,
  });
  const [wasYamlShown, setWasYamlShown] = useState(view === 'yaml');
  const isYamlShown = view === 'yaml' && (!isTabbed || tab === 'recipe');
  if (isYamlShown && !wasYamlShown) setWasYamlShown(true);

  const pointing = useNewPointing((name) => {
    const place = placeOfValue(name, store.getState().read);
    if (place === undefined) return;
    const isWriting = document.activeElement?.closest('.form-pane') != null;
    goTo(place);
    // The field that was written in goes with its form.
    if (isWriting) requestAnimationFrame(() => document.querySelector<HTMLElement>('.form-pane')?.focus());
  });

  usePricesOfRecipe();
  useAddress();
  useDocumentTitle(recipe.name);
  useChangedText();
  useOtherDrafts(recipe);
  useFollowedNode();
  useLoadAtRest(comeAtRest);
  useEditorKeys({
    actions,
    goTo,
    onView: changeViewByKey,
    onRun: () => setIsRunOpen(true),
    onCompare: setComparedWith,
  });

  const hidden = (pane: Pane) => isTabbed && tab !== pane;
  return (
    <SourceRequestContext value={files.request}>
      <PointingContext value={pointing}>
        <Page
          title={<RecipeTitle id={recipe.id} name={recipe.name} />}
          crumbs={crumbs}
          state={<EditorBarState onCompare={setComparedWith} />}
          actions={<EditorBarActions recipe={recipe} />}
          tabs={
            isTabbed ? (
              <TabList id="editor" label="Parts of the recipe" items={panes} value={tab} onChange={setTab} />
            ) : undefined
          }
          className="editor-frame"
        >
          <EditorStrips onCompare={setComparedWith} drafting={drafting} />
          <div className="editor" style={widths.style} {...(isTabbed ? tabPanelProps('editor', tab) : {})}>
            <nav
              className="outline"
              aria-label="Recipe outline"
              hidden={hidden('outline')}
              data-pane
              tabIndex={-1}
            >
              <OutlineTree actions={actions} onOpen={open} onShowText={showText} />
            </nav>
            <Splitter label="Width of the outline" {...widths.outline} />
            <section
              className="pane"
              aria-label={{ form: 'Form', graph: 'Graph', yaml: 'YAML' }[view]}
              hidden={hidden('recipe')}
              data-pane
              data-recipe-text
              tabIndex={-1}
            >
              <EditorPane
                actions={actions}
                fileName={recipeFileName(recipe.name)}
                newNode={newNode}
                onView={changeView}
                onShowText={showText}
                text={
                  <>
                    <YamlPane
                      recipeId={recipe.id}
                      isNeeded={wasYamlShown}
                      arriving={arrivingText(drafting)}
                      onReady={(handle) => {
                        yaml.current = handle;
                        handle?.goTo(initialPlace ?? placeOf(store.getState().node));
                      }}
                    />
                    <ProblemsList onGoTo={goToText} />
                  </>
                }
              />
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
          <ValueTip />
          {isRunOpen ? (
            <RunDialog
              recipe={recipe}
              onFix={(place) => {
                setIsRunOpen(false);
                // An open dialog would take the focus back.
                requestAnimationFrame(() => goTo(place));
              }}
              onClose={() => setIsRunOpen(false)}
            />
          ) : null}
          {comparedWith === null ? null : (
            <VersionsDialog comparedWith={comparedWith} onCompare={setComparedWith} onClose={closeVersions} />
          )}
          {files.asked === null ? null : (
            <SourceDialog
              files={files.asked.files}
              replaces={files.asked.replaces?.kind ?? null}
              onChoose={files.choose}
              onClose={files.close}
            />
          )}
          {files.isDragged ? (
            <div className="drop-veil" aria-hidden>
              Drop files to add them as a source
            </div>
          ) : null}
        </Page>
      </PointingContext>
    </SourceRequestContext>
  );
}

/** What a model has written; until it writes, and where it wrote nothing, the text stays in sight. */
function arrivingText(drafting: RecipeDrafting | null): string | null {
  const text = drafting?.operation?.status_metadata.text ?? '';
  return text === '' ? null : text;
}

function isSamePlace(a: Position, b: Position): boolean {
  return a.line === b.line && a.column === b.column;
}

/** Brings the field that is wrong into sight as soon as its form is drawn, which may have to be fetched first. */
function focusProblem(framesLeft = 60) {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>('.form-pane [aria-invalid=true]');
    if (field !== null) field.focus();
    else if (framesLeft > 0) focusProblem(framesLeft - 1);
  });
}

/**
 * To the node of the graph that is current, or to the form as a whole, as soon as it is drawn: the graph may have to be
 * fetched, and its nodes are hidden until they are placed. Whoever is elsewhere on the page stays there.
 */
function focusView(view: 'form' | 'graph', framesLeft = 300) {
  requestAnimationFrame(() => {
    const { activeElement: active } = document;
    // What was hidden with the view before may still have it, or nothing has.
    if (active !== document.body && active?.closest('[data-recipe-text]') == null) return;
    const start = document.querySelector<HTMLElement>(
      view === 'form' ? '.form-pane' : '.graph-node[tabindex="0"]',
    );
    start?.focus();
    if (document.activeElement !== start && framesLeft > 0) focusView(view, framesLeft - 1);
  });
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
