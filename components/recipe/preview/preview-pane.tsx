'use client';

import { ChevronDown, ChevronUp } from 'lucide-react';
import { useMemo } from 'react';
import { IconButton } from '@/components/ui/button';
import { Pill } from '@/components/ui/pill';
import { Note } from '@/components/ui/states';
import { Tooltip } from '@/components/ui/tooltip';
import { showToast } from '@/components/ui/toast';
import { shownRows } from '@/lib/client/editor/editor-store';
import { promoteAnswer } from '@/lib/client/editor/promote-answer';
import { isRunnable } from '@/lib/client/editor/read-text';
import { formatCount } from '@/lib/client/format';
import type { PreviewPrompt } from '@/lib/plan/preview-prompt';
import type { Diagnostic, Position } from '@/lib/recipe/diagnostic';
import type { Outline } from '@/lib/recipe/outline';
import { useEditor, useEditorActions, useEditorStore } from '../editor/editor-context';
import { offerUndo } from '../editor/offer-undo';
import { PlanRows } from './plan-rows';
import { PreviewFoot } from './preview-foot';
import { RenderedRow } from './rendered-row';
import { RowField } from './row-field';
import { SeedField } from './seed-field';

/** The rows that a run would make, with the very prompts it would send. */
export function PreviewPane({ onGoTo, onRun }: { onGoTo: (place: Position) => void; onRun: () => void }) {
  const rows = useEditor((state) => state.rows);
  const read = useEditor((state) => state.read);
  const problems = useEditor((state) => state.problems);
  const seed = useEditor((state) => state.seed);
  const start = useEditor((state) => state.start);
  const selected = useEditor((state) => state.selected);
  const trial = useEditor((state) => state.trial);
  const planError = useEditor((state) => state.planError);
  const store = useEditorStore();
  const { setSeed, select, scrollTo, edit } = useEditorActions();
  const broken = useMemo(() => brokenIds(read.outline, problems), [read.outline, problems]);
  const row = rows.find(({ index }) => index === selected) ?? rows[0];

  const promote = ({ attributeId, messages }: PreviewPrompt, answer: string) => {
    const entry = read.outline.entries.find(({ id, kind }) => kind === 'generated' && id === attributeId);
    if (entry === undefined) return;
    const edits = promoteAnswer(entry.path, messages, answer);
    if (edits.length === 0) {
      showToast({ tone: 'bad', text: 'Nothing was asked here, so there is no example to make of it.' });
      return;
    }
    edit(edits);
    offerUndo(
      store,
      `Row ${formatCount(selected)} is now an example in ${attributeId}. Its prompt has changed, so its rows ask again.`,
    );
  };
  return (
    <>
      <div className="pane-head">
        <h2 className="pane-title">Preview</h2>
        <Tooltip text="Planned in the browser. No model is called, nothing is sent.">
          <span tabIndex={0} className="free-pill">
            <Pill>
              <span>
                free<span className="free-more">, nothing is sent</span>
              </span>
            </Pill>
          </span>
        </Tooltip>
        <span className="grow" />
        <RowField row={selected} onChange={select} />
        <SeedField seed={seed} onChange={setSeed} />
        <span className="row tight">
          <IconButton
            icon={ChevronUp}
            size="small"
            label="Earlier rows"
            off={start === 0 ? 'These are the first rows' : undefined}
            onClick={() => scrollTo(start - shownRows)}
          />
          <IconButton
            icon={ChevronDown}
            size="small"
            label="Later rows"
            onClick={() => scrollTo(start + shownRows)}
          />
        </span>
      </div>
      {read.compiled === null || row === undefined ? (
        <div className="rendered">
          {planError === null ? (
            <p className="t3">
              The preview appears as soon as the text is a recipe. The problems say what is missing.
            </p>
          ) : (
            <Note tone="bad">The rows can’t be planned: {planError}</Note>
          )}
        </div>
      ) : (
        <>
          <PlanRows
            rows={rows}
            compiled={read.compiled}
            selected={selected}
            broken={broken}
            trial={trial}
            onSelect={select}
          />
          <RenderedRow
            row={row}
            trial={trial}
            marks={{ unknownFields: read.unknownFields }}
            onPromote={isRunnable(read) ? promote : undefined}
          />
        </>
      )}
      <PreviewFoot onGoTo={onGoTo} onRun={onRun} />
    </>
  );
}

/** The attributes with an error on screen. */
function brokenIds(outline: Outline, problems: readonly Diagnostic[]): ReadonlySet<string> {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return new Set(
    outline.entries
      .filter(({ kind }) => kind !== 'environment')
      .filter(({ path }) => errors.some((error) => path.every((step, at) => error.path[at] === step)))
      .map(({ id }) => id),
  );
}
