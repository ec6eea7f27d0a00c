'use client';

import { useRef, useState } from 'react';
import { testTyped, type TypedProvider, type TypedTest } from '@/lib/client/provider-tests';

/** The newest test of what stands in a form; another address or key has none yet. */
export function useTypedTest(typed: TypedProvider) {
  const [tested, setTested] = useState<{ of: string; step: TypedTest } | null>(null);
  const running = useRef<AbortController | null>(null);
  const stop = () => running.current?.abort();
  const run = async (given: TypedProvider): Promise<boolean> => {
    stop();
    const own = new AbortController();
    running.current = own;
    let isAccepted = false;
    for await (const step of testTyped(given, own.signal)) {
      if (own.signal.aborted) return false;
      setTested({ of: JSON.stringify(given), step });
      isAccepted = step.at === 'told' && step.result.ok;
    }
    return isAccepted;
  };
  const step = tested?.of === JSON.stringify(typed) ? tested.step : null;
  return {
    step,
    isBusy: step !== null && step.at !== 'told',
    verdict: step?.at === 'told' ? (step.result.ok ? ('accepted' as const) : ('refused' as const)) : null,
    /** Resolves to whether it was accepted. */
    run,
    stop,
  };
}
