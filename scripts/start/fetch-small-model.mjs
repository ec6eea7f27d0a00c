// @ts-check
import { fetchModel } from './fetch-model.mjs';

// The small model, fetched for the page of models as `npm start` fetches it: into the folder that is named, with lines
// of JSON on stdout. Ends when its stdin does, which is when whoever started it is gone.
const [folder = ''] = process.argv.slice(2);
const tellEveryMs = 250;

const interruption = new AbortController();
process.stdin.on('end', () => interruption.abort()).resume();
process.stdout.on('error', () => interruption.abort());

let toldAt = 0;
const result = await fetchModel({
  folder,
  file: null,
  signal: interruption.signal,
  onProgress: (progress) => {
    if (performance.now() - toldAt < tellEveryMs) return;
    toldAt = performance.now();
    tell({ progress });
  },
});
tell(result.ok ? { done: true } : { problem: result.problem });
process.stdin.destroy();

/** @param {object} line */
function tell(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
