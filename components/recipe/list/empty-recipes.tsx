import { Upload } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { WireTemplate } from '@/lib/api/recipe-wire';

/** What stands in the place of the own recipes before there is one. */
export function EmptyRecipes({
  first,
  onStart,
  onImport,
  onBlank,
}: {
  /** The template to start from; absent until the templates are there. */
  first: WireTemplate | undefined;
  onStart: () => void;
  onImport: () => void;
  onBlank: () => void;
}) {
  return (
    <section className="card empty-recipes" aria-labelledby="empty-title">
      <div className="grow">
        <h2 id="empty-title" className="empty-title">
          No recipes yet
        </h2>
        <p className="t2 empty-lead">
          A recipe says what varies from row to row, what a model writes, and what the finished row looks
          like. Pick a template below, or start from your own YAML: any valid{' '}
          <span className="mono">oumi synth</span> recipe runs here unchanged.
        </p>
        <ol className="steps">
          <li>
            <b>1 Write</b>
            <span className="t2 small">
              See the exact prompts of row 0, 1, 2 … while you type. Nothing is sent.
            </span>
          </li>
          <li>
            <b>2 Try</b>
            <span className="t2 small">Three rows with real answers, for a fraction of a cent.</span>
          </li>
          <li>
            <b>3 Run</b>
            <span className="t2 small">Set a cap, watch rows arrive, download when you like.</span>
          </li>
        </ol>
      </div>
      <div className="stack empty-ways">
        <Button look="primary" size="large" busy={first === undefined} onClick={onStart}>
          Start from {first?.name ?? 'a template'}
        </Button>
        {first?.runs_locally === true ? (
          <p className="small t2 empty-free">Runs on this machine: no key, no cost.</p>
        ) : null}
        <Button size="large" icon={Upload} onClick={onImport}>
          Import YAML or JSON
        </Button>
        <Button size="large" look="ghost" onClick={onBlank}>
          Blank recipe
        </Button>
      </div>
    </section>
  );
}
