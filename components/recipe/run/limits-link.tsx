'use client';

import Link from 'next/link';
import { useEditor, useEditorActions } from '../editor/editor-context';

const limits = [
  'num_workers',
  'requests_per_minute',
  'input_tokens_per_minute',
  'output_tokens_per_minute',
] as const;

/** Leads to where the speed is set: the recipe, if it names limits of its own, else its provider. */
export function LimitsLink({ onLeave }: { onLeave: () => void }) {
  const remote = useEditor((state) => state.read.draft.inference_config?.remote_params);
  const { openNode } = useEditorActions();
  const isOwn = limits.some((limit) => remote?.[limit] !== undefined);
  if (!isOwn) return <Link href="/models">Change</Link>;
  return (
    <button
      type="button"
      className="link-button"
      onClick={() => {
        openNode({ kind: 'model' });
        onLeave();
      }}
    >
      Change in the recipe
    </button>
  );
}
