import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nodeProblem, oldestNode } from './node-version.mjs';

test.each(['20.19.0', '20.20.2', '22.0.0', '24.9.0', '26.1.0'])('Node %s is new enough', (version) => {
  expect(nodeProblem(version)).toBeNull();
});

test.each(['18.20.0', '20.18.3', '20.9.0'])('Node %s is refused with what to do', (version) => {
  expect(nodeProblem(version)).toMatch(
    new RegExp(`needs Node 20.19 or newer, and this is Node ${version}.*nodejs.org`),
  );
});

test('package.json names the same oldest Node', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  expect(`${engines.node}.0`).toBe(`>=${oldestNode}`);
});
