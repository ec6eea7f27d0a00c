import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/states';
import { useEditor, useEditorActions } from './editor-context';

/** Stands in place of a view of the recipe's parts while its text has none, and says where to mend it. */
export function UnreadableNote({ view }: { view: 'form' | 'graph' }) {
  const { setView } = useEditorActions();
  const canUndo = useEditor((state) => state.history.past.length > 0);
  return (
    <Note
      tone="bad"
      action={
        <Button size="small" onClick={() => setView('yaml')}>
          Open YAML
        </Button>
      }
    >
      The text can’t be read as YAML, so no {view} can be shown. Mend it there{canUndo ? ', or undo' : null}.
    </Note>
  );
}
