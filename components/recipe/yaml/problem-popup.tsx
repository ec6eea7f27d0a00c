'use client';

import { CircleAlert, Info, Lightbulb, TriangleAlert, Wrench } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Icon } from '@/components/ui/icon';
import type { Diagnostic, Fix } from '@/lib/recipe/diagnostic';
import { titleAndRest } from '../problem-words';

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info };
const tones = { error: 'bad', warning: 'warn', info: 't3' };

/** What is wrong at a place of the text, and the ways to mend it; with `takesKeys` Enter takes the first. */
export function ProblemPopup({
  problem,
  takesKeys,
  onFix,
  onClose,
}: {
  problem: Diagnostic;
  takesKeys: boolean;
  onFix: (fix: Fix) => void;
  onClose: () => void;
}) {
  const { title, rest } = titleAndRest(problem);
  return (
    <div
      className="menu problem-popup"
      role="dialog"
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        else if (!moveFocus(event)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className="problem-popup-head">
        <span className={tones[problem.severity]}>
          <Icon of={icons[problem.severity]} />
        </span>
        <div>
          <strong dir="auto">{title}</strong>
          <p className="small t2" dir="auto">
            {rest} <code className="t3">{problem.code}</code>
          </p>
        </div>
      </div>
      {problem.fixes.length === 0 ? null : <hr />}
      {problem.fixes.map((fix, index) => (
        <button type="button" className="menu-item" key={fix.title} onClick={() => onFix(fix)}>
          <Icon of={index === 0 ? Lightbulb : Wrench} />
          <span className="cut">{fix.title}</span>
          {index === 0 && takesKeys ? <kbd className="aside">Enter</kbd> : null}
        </button>
      ))}
    </div>
  );
}

/** The arrows go round the fixes, as in a menu. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): boolean {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return false;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  buttons.at((at + step) % buttons.length)?.focus();
  return true;
}
