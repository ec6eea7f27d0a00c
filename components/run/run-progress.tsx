'use client';

import { useMemo, useState } from 'react';
import type { WireDataset } from '@/lib/api/dataset-wire';
import type { WireRun } from '@/lib/api/run-wire';
import { useArrivals } from '@/lib/client/arrivals';
import { useRecipeFacts } from '@/lib/client/recipe-version';
import { endpointsOf, runActions, runState } from '@/lib/client/run-words';
import { useUpdateRun } from '@/lib/client/runs';
import { withReusedAnswers, type RowsPlace } from '@/lib/client/report';
import { speedsOf, useRunHistory } from '@/lib/client/run-history';
import { useNow } from '@/lib/client/use-now';
import { tellFailure } from './tell-failure';
import { Arriving } from './arriving';
import type { CauseActions } from './cause-action';
import { Causes } from './causes';
import { CourseDialog } from './course-dialog';
import { GoalCard } from './goal-card';
import { ModelsCard } from './models-card';
import { Stats } from './stats';

/** The Progress tab: funnel, meters, causes, arriving rows. */
export function RunProgress({
  run,
  dataset,
  isHeld,
  onHold,
  causes,
  onShowRows,
  onShowReport,
}: {
  run: WireRun;
  dataset: WireDataset;
  isHeld: boolean;
  onHold: (held: boolean) => void;
  causes: CauseActions;
  onShowRows: (place: RowsPlace) => void;
  onShowReport: () => void;
}) {
  const nowMs = useNow(1000);
  const arrivals = useArrivals(dataset.id, run.id).data;
  const { model, sampled, rules } = useRecipeFacts(run.recipe_id, run.recipe_version);
  const history = useRunHistory(run);
  const speeds = useMemo(() => (history === undefined ? [] : speedsOf(history)), [history]);
  const [showsCourse, setShowsCourse] = useState(false);
  const update = useUpdateRun();
  return (
    <div className="run" data-still={runState(run).moves ? undefined : ''}>
      <GoalCard run={run} models={modelNames(run, model)} onOpen={onShowRows} />
      <Stats
        run={run}
        speeds={speeds}
        nowMs={nowMs}
        savingCap={update.isPending}
        onShowCourse={() => setShowsCourse(true)}
        onShowCosts={onShowReport}
        onShowReused={() => onShowRows({ status: 'all', filter: [withReusedAnswers] })}
        onCap={(usd) => update.mutateAsync({ id: run.id, budget: { ...run.budget, usd } }).catch(tellFailure)}
      />
      {run.other_endpoints.length > 0 ? <ModelsCard run={run} /> : null}
      <div className="split">
        <Causes run={run} rules={rules} actions={causes} onOpen={onShowRows} />
        <Arriving
          arrivals={arrivals}
          columns={dataset.columns}
          nameOfSampled={(attribute, id) => sampled.get(attribute)?.get(id)?.name}
          isHeld={isHeld}
          hasEnded={runActions(run).hasEnded}
          onHold={onHold}
          onShowAll={() => onShowRows({})}
          onShowRow={(row) => onShowRows({ status: 'all', row })}
        />
      </div>
      <CourseDialog run={run} history={history} open={showsCourse} onClose={() => setShowsCourse(false)} />
    </div>
  );
}

/** All models that the run asks; before it is taken up, the one that its recipe names. */
function modelNames(run: WireRun, ofRecipe: string | null | undefined): string[] {
  const asked = endpointsOf(run).map(({ model }) => model);
  const name = run.model ?? ofRecipe;
  return asked.length > 0 ? asked : name ? [name] : [];
}
