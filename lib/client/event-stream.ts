/** What the browser's EventSource offers that is used here. */
export type EventSourceLike = {
  addEventListener: (name: string, listener: (event: Event) => void) => void;
  close: () => void;
};

export type EventStreamOptions<Key extends number> = {
  /** The address for a set of watched ids. */
  url: (keys: readonly Key[]) => string;
  /** So many ids one stream may be of; of more, those on screen and then the newest. */
  mostKeys: number;
  eventNames: readonly string[];
  onEvent: (name: string, data: string) => void;
  onState: (state: StreamState) => void;
  openSource: (url: string) => EventSourceLike;
  /** Tells whether the tab is hidden, and calls back when that changes. */
  visibility: { isHidden: () => boolean; subscribe: (onChange: () => void) => void };
};

/** `idle`: nothing is watched, or a hidden tab rests between two looks. `waiting`: lost, opened again at `retryAtMs`. */
export type StreamState =
  | { kind: 'idle' }
  | { kind: 'connecting' }
  | { kind: 'open' }
  | { kind: 'waiting'; retryAtMs: number };

const longestWaitMs = 10_000;

/** The server says `ping` every 15 s: one that is silent for longer than two of them hangs or is out of reach. */
const longestSilenceMs = 35_000;

/** A hidden tab looks in so often, and for so long. Browsers may stretch the pauses of such tabs to a minute. */
const lookEveryMs = 12_000;
const lookForMs = 3000;

/**
 * One server-sent event stream for a whole tab. Browsers allow six connections to an origin over all
 * tabs, so there is one stream for everything that is watched, opened again when the set changes. A hidden tab
 * opens it only for a moment every few seconds, so that its title and its messages keep up. The newest state comes
 * on each connect, so nothing is missed.
 */
export function createEventStream<Key extends number>(options: EventStreamOptions<Key>) {
  const watchers = new Map<Key, number>();
  const shown = new Map<Key, number>();
  let source: EventSourceLike | null = null;
  let openedUrl = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isLookDue = false;

  options.visibility.subscribe(() => {
    isLookDue = false;
    refresh(0);
  });

  return { watch, retryNow: () => refresh(0) };

  /** Watches an id until the returned function is called. One that is shown is among those that are told of. */
  function watch(key: Key, { isShown = false }: { isShown?: boolean } = {}): () => void {
    add(watchers, key, 1);
    if (isShown) add(shown, key, 1);
    refresh(0);
    let isWatching = true;
    return () => {
      if (!isWatching) return;
      isWatching = false;
      add(watchers, key, -1);
      if (isShown) add(shown, key, -1);
      refresh(0);
    };
  }

  // Deferred, so that a page which swaps its watched ids opens one stream and not several.
  function refresh(delayMs: number) {
    clearTimeout(timer);
    timer = setTimeout(connect, delayMs);
  }

  function connect() {
    const keys = [...watchers.keys()]
      .sort((a, b) => Number(shown.has(b)) - Number(shown.has(a)) || b - a)
      .slice(0, options.mostKeys)
      .sort((a, b) => a - b);
    const isHidden = options.visibility.isHidden();
    const wantedUrl = keys.length === 0 || (isHidden && !isLookDue) ? '' : options.url(keys);
    if (isHidden && keys.length > 0) {
      refresh(isLookDue ? lookForMs : lookEveryMs);
      isLookDue = !isLookDue;
    }
    if (wantedUrl === openedUrl && (source !== null || wantedUrl === '')) return;
    close();
    openedUrl = wantedUrl;
    if (wantedUrl === '') {
      failures = 0;
      return options.onState({ kind: 'idle' });
    }
    options.onState({ kind: 'connecting' });
    const opened = options.openSource(wantedUrl);
    source = opened;
    listen();
    opened.addEventListener('open', () => {
      if (opened !== source) return;
      listen();
      failures = 0;
      options.onState({ kind: 'open' });
    });
    opened.addEventListener('ping', () => {
      if (opened === source) listen();
    });
    opened.addEventListener('error', () => {
      if (opened === source) wait();
    });
    for (const name of options.eventNames) {
      opened.addEventListener(name, (event) => {
        if (opened !== source || !(event instanceof MessageEvent)) return;
        listen();
        options.onEvent(name, String(event.data));
      });
    }
  }

  // A server that hangs keeps its connections: only its silence tells.
  function listen() {
    clearTimeout(silence);
    silence = setTimeout(wait, longestSilenceMs);
  }

  function close() {
    clearTimeout(silence);
    source?.close();
    source = null;
  }

  // EventSource gives up for good on an HTTP error, so the waiting is done here for every kind of loss.
  function wait() {
    close();
    failures += 1;
    const waitMs = Math.min(500 * 2 ** failures, longestWaitMs);
    options.onState({ kind: 'waiting', retryAtMs: Date.now() + waitMs });
    refresh(waitMs);
  }
}

/** Counts one more or one less; what nobody counts any more is gone. */
function add<Key>(counts: Map<Key, number>, key: Key, change: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
