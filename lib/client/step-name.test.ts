import { expect, test } from 'vitest';
import { nameOfStep } from './step-name';

test.each([
  ['plan', 'Plan', 'plan'],
  ['turn:1', 'Turn 1, user', 'user'],
  ['turn:12', 'Turn 12, assistant', 'assistant'],
  ['turn:2/round:1', 'Turn 2, assistant, after tools 1', 'assistant'],
  ['turn:2/tool:3', 'Turn 2, tool 3', 'tool'],
  ['tool:get_weather', 'Tool get_weather, the same for all rows', 'tool'],
  ['repair:2', 'repair:2', 'repair:2'],
])('%s is %s', (step, name, who) => expect(nameOfStep(step)).toEqual({ name, who }));
