// @ts-check
/**
 * What a person sees while they wait: one line per phase, with what it does and for how long already; phases that go on
 * beside each other share one.
 * On a terminal the line is drawn again and again; in a log it is written when the phase has lasted a
 * second and then every fifteen.
 */
const isTerminal = process.stderr.isTTY;

/** @type {Set<() => string>} */
const asides = new Set();

/** @type {Set<() => string>} what to say of those that go on, the line being the first one's */
const phases = new Set();

/** True while a phase's line stands unfinished on the terminal. */
let isLineOpen = false;

/**
 * Writes one line for the person in front of the terminal.
 * @param {string} line
 */
export function say(line) {
  clearLine();
  process.stderr.write(`${line}\n`);
}

/**
 * Shows something that goes on beside the phases (such as a download) at the end of their line.
 * @param {() => string} text '' when there is nothing to say
 * @returns {() => void} ends it
 */
export function sayBeside(text) {
  asides.add(text);
  return () => asides.delete(text);
}

/**
 * Runs one phase of the set-up and tells how it goes once it has lasted a second.
 * @template T
 * @param {string} title what it does, such as "Installing packages"
 * @param {(detail: (text: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function phase(title, work) {
  const startedAt = performance.now();
  let detail = '';
  let saidAt = 0;
  const words = () =>
    [`${title}: ${seconds(performance.now() - startedAt)}`, ...(detail === '' ? [] : [detail])].join(' · ');
  phases.add(words);
  const draw = () => {
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs < 1000 || phases.values().next().value !== words) return;
    const line = [...phases, ...asides]
      .map((text) => text())
      .filter((text) => text !== '')
      .join(' · ');
    if (isTerminal) {
      clearLine();
      process.stderr.write(line.slice(0, (process.stderr.columns || 80) - 1));
      isLineOpen = true;
    } else if (elapsedMs - saidAt >= 15_000 || saidAt === 0) {
      saidAt = elapsedMs;
      process.stderr.write(`${line}\n`);
    }
  };
  const timer = setInterval(draw, isTerminal ? 200 : 1000);
  try {
    const result = await work((text) => (detail = text));
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs >= 1000) say(`${title}: done in ${seconds(elapsedMs)}`);
    return result;
  } finally {
    phases.delete(words);
    clearInterval(timer);
    clearLine();
  }
}

/**
 * A length of time as people say it: "0.8 s", "12 s", "3 min 05 s".
 * @param {number} ms
 */
export function seconds(ms) {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const whole = Math.round(ms / 1000);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

function clearLine() {
  if (!isLineOpen) return;
  process.stderr.write('\r\u001b[2K');
  isLineOpen = false;
}
