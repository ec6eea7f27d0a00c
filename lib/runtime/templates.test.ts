import { expect, test } from 'vitest';
import { applyEdit, type RecipeEdit } from '@/lib/recipe/edit/apply-edit';
import { recipeTemplates } from '@/lib/recipe/templates';
import { readRowPage } from '@/lib/store/rows';
import { readRun } from '@/lib/store/runs';
import { driveRun } from './drive-run';
import { startRun } from './start-run';
import { testContext } from './testing/test-context';
import { claim, driveWith, mock } from './testing/test-drive';

/** Rows that a judge finds weak are replaced, and the mock's own judge finds all of them so. */
const kindJudge = { contains: 'You are a judge', answer: '{"reasons": "Fine.", "score": 5}' };

test.each(recipeTemplates)(
  'the template $id runs as it is, but for its model, and gives the columns of its sample',
  async ({ yaml, sampleOutput }) => {
    const endpoint = await mock({ script: [kindJudge] });
    const context = await testContext();
    const model: RecipeEdit[] = [
      { type: 'set', path: ['inference_config', 'engine'], value: 'REMOTE' },
      { type: 'set', path: ['inference_config', 'remote_params'], value: { api_url: endpoint.url } },
    ];
    const { id } = await startRun(context, {
      projectId: 1,
      source: { yaml: model.reduce(applyEdit, yaml) },
      numSamples: 2,
      maxRows: 40,
    });
    const job = await claim(context);
    if (job.kind !== 'run') throw new Error('a trial was claimed');
    await driveRun(driveWith(context), job);
    const run = await readRun(context.db, id);
    expect(run).toMatchObject({ status: 'completed', error: null, progress: { accepted: 2, failed: 0 } });
    const rows = await readRowPage(context.db, { runId: id, fromIndex: 0, status: 'accepted', limit: 2 });
    expect(rows).toHaveLength(2);
    const given = run?.columns.filter(({ output }) => output).map(({ name }) => name) ?? [];
    expect(given.toSorted()).toEqual(Object.keys(JSON.parse(sampleOutput) as object).toSorted());
  },
  60_000,
);
