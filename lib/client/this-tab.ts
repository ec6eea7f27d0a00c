const place = 'seedloom:tab';
const lockPrefix = 'seedloom:tab:';
/** A tab that is loaded anew has let go of its name by then; one that is copied never does. */
const nameComesFreeMs = 2000;

let name: string | null = null;

/** The name of this tab: it outlives a reload, and no two open tabs have the same for long. */
export function tabName(): string {
  if (name === null) {
    name = readName() ?? newName();
    hold(name);
  }
  return name;
}

/** The names of the tabs that are open; null where the browser doesn't tell, such as over plain http. */
export async function openTabs(): Promise<ReadonlySet<string> | null> {
  const { held } = (await lockManager()?.query()) ?? {};
  if (held === undefined) return null;
  return new Set([
    tabName(),
    ...held.flatMap((lock) =>
      lock.name?.startsWith(lockPrefix) === true ? lock.name.slice(lockPrefix.length) : [],
    ),
  ]);
}

/** A tab that is copied takes its session storage along, and so its name: the second one to hold it takes another. */
function hold(wanted: string): void {
  const signal = AbortSignal.timeout(nameComesFreeMs);
  // Held until the tab is gone.
  lockManager()
    ?.request(lockPrefix + wanted, { signal }, () => new Promise(() => undefined))
    .catch(() => {
      name = newName();
      hold(name);
    });
}

/** A browser has none over plain http. */
function lockManager({ locks }: { locks?: LockManager | null } = navigator): LockManager | null {
  return locks ?? null;
}

function readName(): string | null {
  try {
    return sessionStorage.getItem(place);
  } catch {
    return null;
  }
}

function newName(): string {
  const made = crypto.getRandomValues(new Uint32Array(2)).join('-');
  try {
    sessionStorage.setItem(place, made);
  } catch {
    // A tab that keeps nothing has another name after a reload.
  }
  return made;
}
