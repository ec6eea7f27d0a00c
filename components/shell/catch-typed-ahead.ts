/** After so long without what was opened, keys belong to the page again. */
const waitsMs = 2000;

/**
 * Catches letters from now until what was just opened is there to take them: else they would act on the page, where a
 * letter is a command, or get lost. The function that it returns ends this and gives what was typed, once.
 */
export function catchTypedAhead(): () => string {
  let typed = '';
  const take = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Backspace') typed = typed.slice(0, -1);
    else if (event.key.length === 1) typed += event.key;
    else if (event.key !== 'Enter') return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const stop = () => {
    window.removeEventListener('keydown', take, true);
    clearTimeout(timer);
  };
  const timer = setTimeout(stop, waitsMs);
  window.addEventListener('keydown', take, true);
  return () => {
    stop();
    const taken = typed;
    typed = '';
    return taken;
  };
}
