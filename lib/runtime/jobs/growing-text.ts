import type { CallModel } from '@/lib/llm/model-call';

/** No text of a model holds it: the first piece of each try begins with it, so that a new try replaces the last. */
const startMark = '\u0000start\u0000';

/** A call whose pieces tell where a try begins. */
export function markingStarts(call: CallModel): CallModel {
  return (question, options) => {
    const { onText } = options;
    if (onText === undefined) return call(question, options);
    let isFirst = true;
    return call(question, {
      ...options,
      onText(delta) {
        onText(isFirst ? startMark + delta : delta);
        isFirst = false;
      },
    });
  };
}

/** The text so far with the next piece of a call that marks its starts. */
export function grownText(known: string, delta: string): string {
  return delta.startsWith(startMark) ? delta.slice(startMark.length) : known + delta;
}
