import { expect, onTestFinished, test } from 'vitest';
import { focusPane } from './panes';

test('F6 begins with what is chosen, in the part that says so, else with the first thing to press or fill', () => {
  draw(`
    <nav data-pane><button id="add"></button><div id="chosen" role="treeitem" tabindex="0"></div></nav>
    <section data-pane><button id="view"></button><div data-pane-start><input id="field" /></div></section>
    <aside data-pane><input id="row" /><div id="rows" role="listbox" tabindex="0"></div></aside>
  `);
  const round = ([1, 1, 1, 1, -1, -1] as const).map((step) => {
    focusPane(step);
    return document.activeElement?.id;
  });
  expect(round).toEqual(['chosen', 'field', 'rows', 'chosen', 'rows', 'field']);
});

function draw(html: string) {
  const place = document.createElement('div');
  place.innerHTML = html;
  // Without a layout nothing has a parent that it is placed in.
  for (const element of place.querySelectorAll<HTMLElement>('*')) {
    Object.defineProperty(element, 'offsetParent', { value: place });
  }
  document.body.append(place);
  onTestFinished(() => place.remove());
}
