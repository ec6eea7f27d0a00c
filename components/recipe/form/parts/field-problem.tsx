'use client';

import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { Icon } from '@/components/ui/icon';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { FixButton } from '../../editor/fix-button';
import { wordsWithoutPlace } from '../../problem-words';

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info };

/** What is wrong with a field, under it, with the press that mends it. */
export function FieldProblem({ id, problem }: { id: string; problem: Diagnostic }) {
  return (
    <div className={`field-problem ${problem.severity}`} id={id}>
      <Icon of={icons[problem.severity]} size="m" />
      <span>{wordsWithoutPlace(problem)}</span>
      <FixButton problem={problem} />
    </div>
  );
}
