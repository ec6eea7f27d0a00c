'use client';

import { useState } from 'react';
import { keepOnDevice, readFromDevice } from '../device-storage';

const name = 'seedloom-auto-advance';

/** Does a rating by key go on to the next row? Remembered on this device. */
export function useAutoAdvance(): { isOn: boolean; setOn: (isOn: boolean) => void } {
  const [isOn, setIsOn] = useState(() => typeof window !== 'undefined' && readFromDevice(name) === 'on');
  const setOn = (next: boolean) => {
    setIsOn(next);
    keepOnDevice(name, next ? 'on' : null);
  };
  return { isOn, setOn };
}
