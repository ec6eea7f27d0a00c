'use client';

import { Chip, kindTint } from '@/components/ui/chip';
import { formatCount } from '@/lib/client/format';
import type { PreviewSegment } from '@/lib/plan/preview-prompt';
import { useEditor } from '../../editor/editor-context';

/** What the transform makes of the selected row of the preview. */
export function TransformResult({ id }: { id: string }) {
  const row = useEditor((state) => state.rows.find(({ index }) => index === state.selected));
  const prompt = row?.prompts.find(({ kind, attributeId }) => kind === 'transformed' && attributeId === id);
  if (row === undefined || prompt === undefined) return null;
  return (
    <div className="form-part">
      <div className="row">
        <h3>Result</h3>
        <span className="small t3 num">row {formatCount(row.index)} of the preview</span>
      </div>
      <div className="result-card">
        {prompt.error === undefined ? (
          prompt.messages.map((message, at) => (
            <div key={at} className="turn">
              <span className="who">{message.role ?? ''}</span>
              <span className="said" dir="auto">
                {message.segments.map((segment, place) => (
                  <Segment key={place} segment={segment} />
                ))}
              </span>
            </div>
          ))
        ) : (
          <span className="bad">{prompt.error}</span>
        )}
      </div>
    </div>
  );
}

function Segment({ segment }: { segment: PreviewSegment }) {
  switch (segment.type) {
    case 'text':
      return segment.text;
    case 'pending':
      return <Chip kind="unknown">{segment.field}, not known yet</Chip>;
    case 'value':
      return (
        <mark className={kindTint(segment.kind)}>
          {segment.text}
          <span className="hidden-text"> ({segment.field})</span>
        </mark>
      );
  }
}
