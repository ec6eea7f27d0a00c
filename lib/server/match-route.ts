import { environmentProviderId, greatestNumber } from '@/lib/api/common';
import type { Method, PathValues, Route } from './route';

export type RouteMatch =
  | { kind: 'found'; route: Route; params: PathValues }
  | { kind: 'other-method'; allowed: Method[] }
  | { kind: 'unknown' };

/** Finds the route of a request in a table. A number that is too large for a place in a path is one of nothing. */
export function createMatcher(routes: readonly Route[]): (method: string, path: string) => RouteMatch {
  const patterns = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  return (method, path) => {
    const fitting = patterns.flatMap(({ route, pattern }) => {
      const match = pattern.exec(path);
      const params = match === null ? null : paramsOf(match.groups ?? {});
      return params === null ? [] : [{ route, params }];
    });
    const found = fitting.find(({ route }) => route.method === method);
    if (found) return { kind: 'found', ...found };
    if (fitting.length === 0) return { kind: 'unknown' };
    return { kind: 'other-method', allowed: fitting.map(({ route }) => route.method) };
  };
}

function paramsOf(groups: Readonly<Record<string, string>>): PathValues | null {
  const params: Record<string, number | string> = {};
  for (const [name, text] of Object.entries(groups)) {
    const value = /^\d+$/.test(text) ? Number(text) : text;
    if (typeof value === 'number' && value > greatestNumber) return null;
    params[name] = value;
  }
  return params;
}

/** `/v1/x/{id}:verb` as a regular expression. */
function patternOf(path: string): RegExp {
  const source = path
    .split(/\{(\w+)\}/)
    .map((part, index) =>
      index % 2 === 1 ? `(?<${part}>${placePattern(part)})` : part.replace(/[.]/g, '\\$&'),
    )
    .join('');
  return new RegExp(`^${source}$`);
}

function placePattern(name: string): string {
  return name === 'provider' ? `\\d{1,16}|${environmentProviderId}` : '\\d{1,16}';
}

/**
 * The path of a request as the table writes it: without the `/api` in front of `/v1`, verbs with a real colon
 * and no slash at the end.
 */
export function routePath(pathname: string): string {
  const path = pathname.replace(/%3a/gi, ':').replace(/(.)\/+$/, '$1');
  return path.startsWith('/api/v1') ? path.slice('/api'.length) : path;
}
