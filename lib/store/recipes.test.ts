import { expect, test } from 'vitest';
import type { Database } from './database';
import {
  bareTextScope,
  cutDraftVersion,
  deleteRecipe,
  findOrInsertTextRecipe,
  insertRecipe,
  listRecipes,
  listRecipeVersions,
  readRecipe,
  readRecipeVersion,
  restoreRecipe,
  saveRecipeDraft,
  saveRecipeVersion,
} from './recipes';
import { execute, sql } from './sql';
import { temporaryDatabase } from './testing/temporary-database';

const maxSeed = Number.MAX_SAFE_INTEGER;

function newRecipe(db: Database, yaml = 'a: 1\n') {
  return insertRecipe(db, { projectId: 1, name: 'Stories', yaml, seed: maxSeed, nowMs: 1000 });
}

test('a recipe keeps its seed to the last digit', async () => {
  const { db } = await temporaryDatabase();
  const recipe = await newRecipe(db);
  expect(await readRecipe(db, recipe.id)).toMatchObject({
    seed: maxSeed,
    version: 1,
    yaml: 'a: 1\n',
    draft: null,
    journalScope: `recipe:${recipe.id}`,
  });
});

test('saving makes versions; an equal text makes none; an old base is stale', async () => {
  const { db } = await temporaryDatabase();
  const { id } = await newRecipe(db);
  const save = (yaml: string, baseVersion: number) =>
    saveRecipeVersion(db, id, { yaml, baseVersion, nowMs: 2000 });
  expect(await save('a: 1\n', 1)).toMatchObject({ kind: 'saved', recipe: { version: 1 } });
  expect(await save('a: 2\n', 1)).toMatchObject({ kind: 'saved', recipe: { version: 2, yaml: 'a: 2\n' } });
  expect(await save('a: 3\n', 1)).toMatchObject({ kind: 'stale', recipe: { version: 2, yaml: 'a: 2\n' } });
  expect(await readRecipeVersion(db, id, 1)).toMatchObject({ yaml: 'a: 1\n' });
  expect(await listRecipeVersions(db, { recipeId: id, limit: 10 })).toMatchObject([
    { version: 2 },
    { version: 1 },
  ]);
});

test('two who save at once from the same base don’t both win', async () => {
  const { db } = await temporaryDatabase();
  const { id } = await newRecipe(db);
  const saved = await Promise.all(
    ['x: 1\n', 'y: 1\n'].map((yaml) => saveRecipeVersion(db, id, { yaml, baseVersion: 1, nowMs: 2000 })),
  );
  expect(saved.map(({ kind }) => kind).sort()).toEqual(['saved', 'stale']);
  const winner = saved.find(({ kind }) => kind === 'saved');
  const stored = await readRecipe(db, id);
  expect(winner).toMatchObject({ recipe: { yaml: stored?.yaml } });
});

test('the trace of a save that broke off is never seen, and the next save replaces it', async () => {
  const { db } = await temporaryDatabase();
  const { id } = await newRecipe(db);
  await execute(db, sql`INSERT INTO recipe_versions VALUES (${id}, 2, 'half', 'hash', 1)`);
  expect(await readRecipeVersion(db, id, 2)).toBeNull();
  await saveRecipeVersion(db, id, { yaml: 'a: 2\n', baseVersion: 1, nowMs: 2000 });
  expect(await readRecipeVersion(db, id, 2)).toMatchObject({ yaml: 'a: 2\n' });
});

test('a draft grows by revisions, a stale one is refused, a run makes it a version', async () => {
  const { db } = await temporaryDatabase();
  const { id } = await newRecipe(db);
  expect(await saveRecipeDraft(db, id, { yaml: 'd: 1\n', baseRevision: 0, nowMs: 2 })).toEqual({
    revision: 1,
  });
  expect(await saveRecipeDraft(db, id, { yaml: 'd: 2\n', baseRevision: 0, nowMs: 2 })).toMatchObject({
    stale: { draft: 'd: 1\n', draftRevision: 1 },
  });
  expect(await readRecipe(db, id)).toMatchObject({ version: 1, yaml: 'a: 1\n', draft: 'd: 1\n' });
  expect(await cutDraftVersion(db, id, 3)).toMatchObject({ version: 2, yaml: 'd: 1\n', draft: null });
  expect(await cutDraftVersion(db, id, 3)).toMatchObject({ version: 2 });
});

test('a draft that equals the version is no draft', async () => {
  const { db } = await temporaryDatabase();
  const { id } = await newRecipe(db);
  await saveRecipeDraft(db, id, { yaml: 'd: 1\n', baseRevision: 0, nowMs: 2 });
  await saveRecipeDraft(db, id, { yaml: 'a: 1\n', baseRevision: 1, nowMs: 2 });
  expect(await readRecipe(db, id)).toMatchObject({ draft: null, draftRevision: 2 });
});

test('equal bare texts are one recipe, with the journal that the text had before', async () => {
  const { db } = await temporaryDatabase();
  const text = { projectId: 1, name: 'Bare', yaml: 'b: 1\n', seed: 1, nowMs: 1 };
  const first = await findOrInsertTextRecipe(db, text);
  const second = await findOrInsertTextRecipe(db, { ...text, seed: 2 });
  expect(second.id).toBe(first.id);
  expect(first.journalScope).toBe(bareTextScope(1, 'b: 1\n'));
  const own = await newRecipe(db, 'c: 1\n');
  expect((await findOrInsertTextRecipe(db, { ...text, yaml: 'c: 1\n' })).id).toBe(own.id);
});

test('a deleted recipe is hidden and comes back within ten seconds', async () => {
  const { db } = await temporaryDatabase();
  const { id } = await newRecipe(db);
  expect(await deleteRecipe(db, id, 1000)).toBe(true);
  expect(await readRecipe(db, id)).toBeNull();
  expect(await listRecipes(db, { projectId: 1, limit: 10 })).toEqual([]);
  expect(await restoreRecipe(db, { projectId: 1, id }, 11_001)).toBeNull();
  expect(await restoreRecipe(db, { projectId: 2, id }, 11_000)).toBeNull();
  expect(await restoreRecipe(db, { projectId: 1, id }, 11_000)).toMatchObject({ id });
});
