'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useInSight } from '@/components/ui/use-in-sight';
import { messageOf } from '@/lib/client/api';
import { formatCount } from '@/lib/client/format';
import { recipeVersionQuery } from '@/lib/client/recipe-version';
import { shortDiff } from '@/lib/client/versions/text-diff';
import { useEditor } from '../editor/editor-context';
import { useAsksAgain } from './asks-again';
import { FiguresSkeleton } from './figures-skeleton';
import './versions.css';

/** So many lines of a difference stand in the menu. */
const mostLines = 3;

/**
 * How a version differs from the present text, in short, and what that asks again. Fetched and planned only when it has
 * come into sight, since a recipe may have hundreds of versions.
 */
export function VersionFigures({ version }: { version: number }) {
  const recipeId = useEditor((state) => state.recipeId);
  const [place, setPlace] = useState<HTMLDivElement | null>(null);
  const isSeen = useInSight(place);
  const stored = useQuery({ ...recipeVersionQuery(recipeId, version), enabled: isSeen });
  return (
    <div ref={setPlace}>
      {!isSeen ? (
        <FiguresSkeleton />
      ) : stored.isError ? (
        <div className="version-figures t2">{messageOf(stored.error)}</div>
      ) : stored.data === undefined ? (
        <FiguresSkeleton />
      ) : (
        <Figures yaml={stored.data} />
      )}
    </div>
  );
}

function Figures({ yaml }: { yaml: string }) {
  const text = useEditor((state) => state.text);
  const asksAgain = useAsksAgain(yaml);
  const { gone, new: came, first } = useMemo(() => shortDiff(yaml, text, mostLines), [yaml, text]);
  if (yaml === text) return <div className="version-figures t2">The present text</div>;
  const more = gone + came - first.length;
  return (
    <div className="version-figures">
      <span className="t2">{asksAgain}</span>
      <span className="hidden-text">. Since then: </span>
      <span className="short-diff mono">
        {first.map(({ kind, text: line }, at) => (
          <span key={at} className={`short-line ${kind}`} dir="auto">
            <span aria-hidden>{kind === 'new' ? '+ ' : '− '}</span>
            <span className="hidden-text">{kind === 'new' ? 'new ' : 'gone '}</span>
            {line.slice(0, mostLetters)}
          </span>
        ))}
      </span>
      {more > 0 ? (
        <span className="t3 num">
          and {formatCount(more)} more changed {more === 1 ? 'line' : 'lines'}
        </span>
      ) : null}
    </div>
  );
}

/** More of a line is never seen. */
const mostLetters = 200;
