import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { Icon } from '@/components/ui/icon';
import { formatCount } from '@/lib/client/format';
import type { Diagnostic } from '@/lib/recipe/diagnostic';

export type FoundLine = { severity: Diagnostic['severity']; place?: string; text: string };

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info };
const tones = { error: 'bad', warning: 'warn', info: 't3' };

/** More lines than these are counted. */
const mostLines = 12;

/** What there is to say about a recipe that comes in or goes out; nothing where there is nothing. */
export function FoundLines({ title, lines }: { title: string; lines: readonly FoundLine[] }) {
  if (lines.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="label">{title}</h3>
      <ul className="found-lines">
        {lines.slice(0, mostLines).map(({ severity, place, text }, index) => (
          <li key={index} className="row">
            <span className={tones[severity]}>
              <Icon of={icons[severity]} />
              <span className="hidden-text">{severity}</span>
            </span>
            <span className="small">
              {place === undefined || place === '' ? null : <span className="mono">{place}: </span>}
              {text}
            </span>
          </li>
        ))}
        {lines.length > mostLines ? (
          <li className="small t3">and {formatCount(lines.length - mostLines)} more</li>
        ) : null}
      </ul>
    </section>
  );
}
