import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { listen, withWorker } from './testing/listen';
import { pythonOrSkip, run } from './testing/python';
import { testServer } from './testing/test-server';

const notebook = join(import.meta.dirname, '../../docs/notebooks/api.ipynb');

const schema = z.object({
  nbformat: z.literal(4),
  cells: z.array(
    z.object({
      cell_type: z.enum(['code', 'markdown']),
      source: z.array(z.string()),
      outputs: z.array(z.unknown()).optional(),
    }),
  ),
});

const { cells } = schema.parse(JSON.parse(readFileSync(notebook, 'utf8')));

test('A110 the notebook is stored without what a run of it printed', () => {
  expect(cells.filter(({ outputs = [] }) => outputs.length > 0)).toEqual([]);
});

test('A110 the cells of the notebook run one after the other against the API', async ({ skip }) => {
  const python = await pythonOrSkip('the cells of docs/notebooks/api.ipynb', skip);
  const api = await testServer();
  const folder = temporaryDirectory();
  const script = join(folder, 'cells.py');
  const code = cells.filter(({ cell_type: type }) => type === 'code').map(({ source }) => source.join(''));
  writeFileSync(script, code.join('\n\n'));
  const env = {
    SEEDLOOM_URL: await listen(api),
    SEEDLOOM_NOTEBOOK_FOLDER: folder,
    // Nothing of the library goes to the home of whoever tests, or to the network.
    HF_HOME: join(folder, 'hub'),
    HF_HUB_OFFLINE: '1',
    HF_DATASETS_DISABLE_PROGRESS_BARS: '1',
  };
  const ended = await withWorker(api, run(python, [script], { withinMs: 120_000, env }));
  expect(ended).toMatchObject({ code: 0 });
  expect(ended.said).toContain('Ask a short question about the ');
  expect(ended.said).toContain('completed 20 of 20');
  expect(ended.said).toMatch(/answer generated \d+ 0/);
}, 180_000);
