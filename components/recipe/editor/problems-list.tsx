'use client';

import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '@/components/ui/icon';
import { useSpoken } from '@/components/ui/spoken';
import type { Diagnostic, Position } from '@/lib/recipe/diagnostic';
import { problemWords } from '../problem-words';
import { useEditor } from './editor-context';
import { FixButton } from './fix-button';

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info };
const tones = { error: 'bad', warning: 'warn', info: 't3' };

/** What is wrong with the text, each with the way to its place and its fix. */
export function ProblemsList({ onGoTo }: { onGoTo: (place: Position) => void }) {
  const problems = useEditor((state) => state.problems);
  const line = useEditor((state) => state.cursor.line);
  const column = useEditor((state) => state.cursor.column);
  return (
    <div className="problems" role="region" aria-label="Problems" tabIndex={-1}>
      {problems.length > 0 ? (
        <ul className="problem-rows">
          {problems.map((problem, index) => (
            <li key={index} className="problem">
              <span className={tones[problem.severity]}>
                <Icon of={icons[problem.severity]} />
                <span className="hidden-text">{problem.severity}</span>
              </span>
              <button
                type="button"
                className="problem-text"
                title={problem.message}
                onClick={() => onGoTo(problem.range.start)}
              >
                {problemWords(problem)}
              </button>
              <span className="small t3 num">
                {problem.range.start.line}:{problem.range.start.column}
              </span>
              <FixButton problem={problem} />
            </li>
          ))}
        </ul>
      ) : null}
      <div className="problem problem-foot">
        <span className="small t3 num">
          {summaryOf(problems)} · Ln {line}, Col {column}
        </span>
        {problems.length > 0 ? (
          <span className="small t3 wide-only keys-line">
            <kbd>F8</kbd> next problem
          </span>
        ) : null}
      </div>
    </div>
  );
}

/** Tells of problems aloud, one second after typing rests. */
export function ProblemsSpoken() {
  const problems = useEditor((state) => state.problems);
  const [spoken, setSpoken] = useState('');
  const isFirst = useRef(true);
  useEffect(() => {
    const words =
      problems.length === 0
        ? 'No problems'
        : `${summaryOf(problems)}: ${problems[0] === undefined ? '' : problemWords(problems[0])}`;
    const wasFirst = isFirst.current;
    isFirst.current = false;
    if (wasFirst && problems.length === 0) return;
    const timer = setTimeout(() => setSpoken(words), 1000);
    return () => clearTimeout(timer);
  }, [problems]);
  useSpoken(spoken);
  return null;
}

/** "1 error, 2 warnings" */
export function summaryOf(problems: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity'], word: string) => {
    const many = problems.filter((problem) => problem.severity === severity).length;
    return many === 0 ? [] : [`${many} ${word}${many === 1 ? '' : 's'}`];
  };
  const parts = [...count('error', 'error'), ...count('warning', 'warning'), ...count('info', 'note')];
  return parts.length === 0 ? 'No problems' : parts.join(', ');
}
