'use client';

import { Dialog } from '@/components/ui/dialog';

const shortcuts: readonly (readonly [keys: string, what: string])[] = [
  ['Ctrl K', 'Go anywhere, find recipes and runs'],
  ['Ctrl Enter', 'Open the run dialog; again to start'],
  ['Ctrl Shift Enter', 'Try 3 rows'],
  ['Ctrl S', 'Save as a version'],
  ['Ctrl E', 'Form or YAML'],
  ['Ctrl Shift E', 'Graph'],
  ['Ctrl Z', 'Undo'],
  ['Ctrl Shift Z', 'Redo'],
  ['Alt ↓', 'Next row of the preview'],
  ['Alt ↑', 'Previous row of the preview'],
  ['Alt R', 'Other seed'],
  ['{', 'Insert a value'],
  ['Ctrl .', 'Quick fixes'],
  ['F2', 'In the outline: rename; Ctrl D duplicate, Alt ↑ ↓ move, Delete'],
  ['F8', 'Next problem'],
  ['Shift F8', 'Previous problem'],
  ['F6', 'Next pane'],
  ['Ctrl M', 'Let Tab leave the text, or indent it'],
  ['G R', 'Go to the recipes; D datasets, M models, S settings'],
];

/** The keys of the editor. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts" width="narrow">
      <dl className="shortcuts">
        {shortcuts.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
