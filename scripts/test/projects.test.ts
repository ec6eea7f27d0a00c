import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import config from '../../vitest.config';

test('every test file is run, and by one project only', () => {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter((file) => /\.test\.[cm]?[jt]sx?$/.test(file));
  const projects = projectsOf(config);
  const misplaced = files.filter(
    (file) =>
      projects.filter(({ include, exclude }) => matches(file, include) && !matches(file, exclude)).length !==
      1,
  );
  expect(projects).toHaveLength(2);
  expect(files.length).toBeGreaterThan(10);
  expect(misplaced).toEqual([]);
});

type Project = { include: string[]; exclude: string[] };

function projectsOf({ test: options }: typeof config): Project[] {
  return (options?.projects ?? []).flatMap((project) =>
    typeof project === 'object' && 'test' in project
      ? [{ include: project.test?.include ?? [], exclude: project.test?.exclude ?? [] }]
      : [],
  );
}

function matches(file: string, globs: readonly string[]): boolean {
  return globs.some((glob) => patternOf(glob).test(file));
}

/** What the globs of the configuration use: `**`, `*` and `{a,b}`. */
function patternOf(glob: string): RegExp {
  const source = glob
    .replace(/[.+^$()|[\]\\]/g, '\\$&')
    .replace(/\{([^}]*)\}/g, (_, names: string) => `(?:${names.replaceAll(',', '|')})`)
    .replace(/\*\*\/?|\*/g, (stars) => (stars === '*' ? '[^/]*' : '(?:.*)?'));
  return new RegExp(`^${source}$`);
}
