/** What is kept on this device under a name; null where nothing is, or the device keeps nothing. */
export function readFromDevice(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a text on this device; null forgets it. A device that keeps nothing forgets when the page is left. */
export function keepOnDevice(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // The page goes on with what it has.
  }
}
