'use client';

import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Fix } from '@/lib/recipe/diagnostic';
import { changeBetween } from '@/lib/util/text-change';
import { decorationsOf } from './decorations';
import { clearFacts, markerOf, setFacts, setUpLanguageServices } from './language-services';
import { labelFolds } from './fold-labels';
import { findLongLists } from './long-lists';
import { monaco } from './monaco';
import { followPageTheme } from './monaco-theme';
import { ProblemPopup } from './problem-popup';
import type { RecipeFacts } from './recipe-facts';
import { usePointingInText } from './use-pointing-in-text';
import { useProblemPopup } from './use-problem-popup';

export type Cursor = { line: number; column: number };

/** What the page may ask of the open text editor. */
export type YamlEditorHandle = {
  focus: () => void;
  /** Puts the cursor at a place and brings it into sight. */
  goTo: (cursor: Cursor, options?: { focus: boolean }) => void;
};

type Props = {
  /** Names the model; another path opens another text. */
  path: string;
  /** The text as it is now; where it differs from what stands in the editor, just that part is replaced. */
  text: string;
  facts: RecipeFacts;
  onChange: (text: string) => void;
  onFix: (fix: Fix) => void;
  onCursor: (cursor: Cursor) => void;
  onReady: (handle: YamlEditorHandle | null) => void;
};

/** The recipe's text in Monaco, with the recipe's own completion, marks and fixes. */
export default function YamlEditor({ path, text, facts, onChange, onFix, onCursor, onReady }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const opened = useRef<{
    editor: monaco.editor.IStandaloneCodeEditor;
    marks: monaco.editor.IEditorDecorationsCollection;
  }>(null);
  const [live, setLive] = useState<monaco.editor.IStandaloneCodeEditor | null>(null);
  const popup = useProblemPopup(live, facts.problems);
  usePointingInText(live, facts.values);
  const events = useRef({ onChange, onCursor, onReady, text });
  const isTakingOver = useRef(false);
  /** What was typed here last: it comes back as the text, and stands in the editor already. */
  const typed = useRef<string | null>(null);
  useEffect(() => {
    events.current = { onChange, onCursor, onReady, text };
  });

  useEffect(() => {
    if (box.current === null) return;
    setUpLanguageServices();
    const stopFollowing = followPageTheme();
    const uri = monaco.Uri.parse(`inmemory://recipe/${path}`);
    const first = events.current.text;
    const model = monaco.editor.createModel(first, 'yaml', uri);
    model.updateOptions({ tabSize: 2, insertSpaces: true });
    const editor = monaco.editor.create(box.current, { ...editorOptions(), model });
    opened.current = { editor, marks: editor.createDecorationsCollection() };
    // Colours say where a value comes from. The editor's own option doesn't reach a model that it is given.
    model.updateOptions({
      bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
    });
    const listeners = [
      model.onDidChangeContent(() => {
        typed.current = isTakingOver.current ? null : model.getValue();
        if (typed.current !== null) events.current.onChange(typed.current);
      }),
      editor.onDidChangeCursorPosition(({ position }) =>
        events.current.onCursor({ line: position.lineNumber, column: position.column }),
      ),
    ];
    releasePageKeys(editor);
    foldLongLists(editor, first);
    listeners.push(labelFolds(editor));
    setLive(editor);
    events.current.onReady(handleOf(editor));
    return () => {
      opened.current = null;
      setLive(null);
      events.current.onReady(null);
      listeners.forEach((listener) => listener.dispose());
      stopFollowing();
      clearFacts(model);
      editor.dispose();
      model.dispose();
    };
  }, [path]);

  useEffect(() => {
    if (opened.current === null || text === typed.current) return;
    isTakingOver.current = true;
    takeOver(opened.current.editor, text);
    isTakingOver.current = false;
  }, [text, path]);

  useEffect(() => {
    const model = opened.current?.editor.getModel();
    if (!model) return;
    setFacts(model, facts);
    monaco.editor.setModelMarkers(model, 'recipe', facts.problems.map(markerOf));
    opened.current?.marks.set(decorationsOf(model.getValue(), facts));
  }, [facts, path]);

  const closePopup = () => {
    popup.close();
    live?.focus();
  };
  return (
    <>
      <div ref={box} className="yaml-box" />
      {popup.open === null
        ? null
        : createPortal(
            <ProblemPopup
              {...popup.open}
              onClose={closePopup}
              onFix={(fix) => {
                onFix(fix);
                closePopup();
              }}
            />,
            popup.box,
          )}
    </>
  );
}

function editorOptions(): monaco.editor.IStandaloneEditorConstructionOptions {
  const isNarrow = window.matchMedia('(max-width: 640px)').matches;
  return {
    ariaLabel: 'Recipe as YAML',
    automaticLayout: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono').trim(),
    fontSize: 12.5,
    lineHeight: 20,
    fontLigatures: false,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    padding: { top: 8, bottom: 24 },
    lineNumbersMinChars: isNarrow ? 3 : 4,
    lineDecorationsWidth: 0,
    glyphMargin: false,
    // The last, empty line is a line like the others: a dimmed number falls below the contrast that text needs.
    renderFinalNewline: 'on',
    folding: true,
    foldingHighlight: false,
    showFoldingControls: 'mouseover',
    stickyScroll: { enabled: !isNarrow, maxLineCount: 2, defaultModel: 'foldingProviderModel' },
    renderLineHighlight: 'line',
    renderLineHighlightOnlyWhenFocus: true,
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    overviewRulerBorder: false,
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    wordWrap: isNarrow ? 'on' : 'off',
    bracketPairColorization: { enabled: false },
    guides: { indentation: false },
    matchBrackets: 'near',
    occurrencesHighlight: 'off',
    selectionHighlight: false,
    fixedOverflowWidgets: true,
    // Words of prose are no completions; keys come from the schema, values from the placeholders.
    wordBasedSuggestions: 'off',
    quickSuggestions: { strings: true, other: true, comments: false },
    tabSize: 2,
    unicodeHighlight: { ambiguousCharacters: false },
  };
}

/** Keys that mean something on the page must not end in Monaco. */
function releasePageKeys(editor: monaco.editor.IStandaloneCodeEditor) {
  const { KeyMod, KeyCode } = monaco;
  const keys = [
    KeyMod.CtrlCmd | KeyCode.Enter,
    KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.Enter,
    KeyMod.Alt | KeyCode.DownArrow,
    KeyMod.Alt | KeyCode.UpArrow,
    KeyMod.Alt | KeyCode.KeyR,
    KeyCode.F8,
    KeyMod.Shift | KeyCode.F8,
    // Undo is the page's: it goes through forms, graph and text alike.
    KeyMod.CtrlCmd | KeyCode.KeyZ,
    KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyZ,
    KeyMod.CtrlCmd | KeyCode.KeyY,
    KeyMod.CtrlCmd | KeyCode.KeyE,
    KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyE,
  ];
  monaco.editor.addKeybindingRules(keys.map((keybinding) => ({ keybinding, command: null })));
  // The context menu's entry names the key that Monaco would take.
  editor.updateOptions({ contextmenu: true });
}

function foldLongLists(editor: monaco.editor.IStandaloneCodeEditor, text: string) {
  const lists = findLongLists(text);
  if (lists.length === 0) return;
  const selectionLines = lists.map(({ start }) => start - 1);
  editor.trigger('open', 'editor.fold', { selectionLines, levels: 1, direction: 'down' });
}

/** Replaces just what differs, so that cursor, folds and marks stay where they are. */
function takeOver(editor: monaco.editor.IStandaloneCodeEditor, text: string) {
  const model = editor.getModel();
  if (model === null) return;
  // Monaco gives all lines of a text the same break.
  const next = text.replace(/\r?\n/g, model.getEOL());
  const before = model.getValue();
  if (next === before) return;
  const change = changeBetween(before, next);
  const from = model.getPositionAt(change.start);
  const to = model.getPositionAt(change.end);
  const range = monaco.Range.fromPositions(from, to);
  model.pushEditOperations(null, [{ range, text: change.text }], () => null);
  if (editor.hasTextFocus()) editor.revealPositionInCenterIfOutsideViewport(from);
}

function handleOf(editor: monaco.editor.IStandaloneCodeEditor): YamlEditorHandle {
  return {
    focus: () => editor.focus(),
    goTo(cursor, { focus } = { focus: true }) {
      const position = { lineNumber: cursor.line, column: cursor.column };
      editor.setPosition(position);
      editor.revealPositionInCenterIfOutsideViewport(position);
      if (focus) editor.focus();
    },
  };
}
