/**
 * What a call of a value is called on the pages, from its step (`turn:2/round:1`), and who speaks in its answer. `turn:1` is
 * the first message, which the user writes.
 */
export function nameOfStep(step: string): { name: string; who: string } {
  const [first = '', part] = step.split('/');
  const [kind, rest = ''] = split(first);
  if (kind === 'tool') return { name: `Tool ${rest}, the same for all rows`, who: 'tool' };
  if (kind !== 'turn') return { name: step === 'plan' ? 'Plan' : step, who: step };
  const speaker = Number(rest) % 2 === 1 ? 'user' : 'assistant';
  if (part === undefined) return { name: `Turn ${rest}, ${speaker}`, who: speaker };
  const [of, number = ''] = split(part);
  if (of === 'tool') return { name: `Turn ${rest}, tool ${number}`, who: 'tool' };
  return { name: `Turn ${rest}, ${speaker}, after tools ${number}`, who: speaker };
}

function split(part: string): [string, string?] {
  const at = part.indexOf(':');
  return at < 0 ? [part] : [part.slice(0, at), part.slice(at + 1)];
}
