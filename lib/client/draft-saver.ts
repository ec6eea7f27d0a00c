/** Where an edited recipe text stands: on the server, on its way, or only on this device. */
export type DraftState =
  | { kind: 'saved' }
  | { kind: 'saving' }
  | { kind: 'kept'; why: 'unreachable'; retryAtMs: number }
  | { kind: 'kept'; why: 'refused'; message: string }
  | { kind: 'conflict'; theirs: DraftText };

/** A recipe text with the revision of the draft that it follows. */
export type DraftText = { yaml: string; revision: number };

/**
 * What the server made of one attempt to save. A lost connection is an answer, not an exception.
 * `changedTo`: what was stored when that isn't what was sent, such as a text without its keys.
 */
export type SaveAnswer =
  | { kind: 'saved'; revision: number; changedTo?: string }
  | { kind: 'stale'; theirs: DraftText }
  | { kind: 'unreachable' }
  | { kind: 'refused'; message: string };

/** The copy of an unsaved text on this device. */
export type DraftCopy = {
  read: () => DraftText | null;
  write: (text: DraftText) => void;
  clear: () => void;
};

export type DraftSaverOptions = {
  opened: OpenedDraft;
  save: (text: DraftText, signal: AbortSignal) => Promise<SaveAnswer>;
  copy: DraftCopy;
  onState: (state: DraftState) => void;
  /** The server stored another text than the one sent, and nothing was typed since. */
  onChanged?: (yaml: string) => void;
  restMs?: number;
};

export type DraftSaver = {
  /** Notes the newest text; it is saved once typing rests. */
  change: (yaml: string) => void;
  /** Saves at once and resolves when the newest text is saved or can't be for now. */
  flush: () => Promise<DraftState>;
  /** The server has a newer text, seen by other means than a refused save. */
  seeTheirs: (theirs: DraftText) => void;
  /** The text was stored by other means than this saver, such as with a new name. */
  seeSaved: (text: DraftText) => void;
  /** Ends a conflict in favour of the other text, which it returns. */
  takeTheirs: () => string | null;
  /** Ends a conflict in favour of the own text: it is saved on top of the other. */
  keepMine: () => void;
  /** Writes what isn't saved to this device; called when the page goes away. */
  keep: () => void;
  /** Begins, or begins again, to save; without it nothing is sent. */
  open: () => void;
  /** Stops saving and keeps on the device what isn't saved. */
  close: () => void;
};

const defaultRestMs = 600;
const longestWaitMs = 10_000;

/** What an editor opens with: the server's text, or the unsaved copy of this device. */
export type OpenedDraft = { yaml: string; saved: DraftText; conflict: boolean };

/**
 * Chooses between the server's text and the copy left on this device. A copy made of the same revision
 * simply goes on; one made of an older revision is a conflict that a person settles.
 */
export function openDraft(server: DraftText, copy: DraftCopy): OpenedDraft {
  const kept = copy.read();
  if (kept === null || kept.yaml === server.yaml) {
    copy.clear();
    return { yaml: server.yaml, saved: server, conflict: false };
  }
  return { yaml: kept.yaml, saved: server, conflict: kept.revision !== server.revision };
}

/**
 * Keeps a text saved: one request at a time, the newest text after 600 ms of rest, a copy on the device
 * while the server can't be reached (asked again after 1, 2, 4 … 10 s), and never over a text that
 * somebody else saved meanwhile.
 */
export function createDraftSaver(options: DraftSaverOptions): DraftSaver {
  const { save, copy, onState, opened, restMs = defaultRestMs } = options;
  let saved = opened.saved;
  let current = opened.yaml;
  let state: DraftState = { kind: 'saved' };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let inFlight: { abort: AbortController; done: Promise<void> } | null = null;
  let failures = 0;
  let isOpen = false;

  return { change, flush, seeTheirs, takeTheirs, keepMine, keep, open, close, seeSaved };

  function open() {
    isOpen = true;
    if (opened.conflict && saved === opened.saved) setState({ kind: 'conflict', theirs: opened.saved });
    else if (current !== saved.yaml) schedule(0);
  }

  function change(yaml: string) {
    current = yaml;
    if (state.kind === 'conflict' || state.kind === 'kept') keep();
    if (state.kind === 'conflict') return;
    if (current === saved.yaml && inFlight === null) return settle();
    if (state.kind === 'kept' && state.why === 'unreachable') return;
    schedule(restMs);
  }

  async function flush() {
    clearTimeout(timer);
    // A text typed while its forerunner is on the way needs a second round.
    for (let round = 0; round < 3; round++) {
      await (inFlight ?? send())?.done;
      if (state.kind !== 'saving') break;
    }
    return state;
  }

  function schedule(delayMs: number) {
    clearTimeout(timer);
    timer = setTimeout(() => void send()?.done, delayMs);
    if (state.kind !== 'saving') setState({ kind: 'saving' });
  }

  function send() {
    clearTimeout(timer);
    if (!isOpen || inFlight !== null || state.kind === 'conflict') return inFlight;
    if (current === saved.yaml) {
      settle();
      return null;
    }
    const abort = new AbortController();
    const attempt = { yaml: current, revision: saved.revision };
    setState({ kind: 'saving' });
    const done = save(attempt, abort.signal).then((answer) => {
      inFlight = null;
      if (isOpen) take(attempt, answer);
    });
    inFlight = { abort, done };
    return inFlight;
  }

  function take(attempt: DraftText, answer: SaveAnswer) {
    failures = answer.kind === 'unreachable' ? failures + 1 : 0;
    switch (answer.kind) {
      case 'saved':
        saved = { yaml: answer.changedTo ?? attempt.yaml, revision: answer.revision };
        if (answer.changedTo !== undefined && current === attempt.yaml) {
          current = answer.changedTo;
          options.onChanged?.(current);
        }
        if (current === saved.yaml) settle();
        else schedule(restMs);
        return;
      case 'stale':
        saved = answer.theirs;
        if (current === saved.yaml) return settle();
        setState({ kind: 'conflict', theirs: answer.theirs });
        return keep();
      case 'unreachable': {
        const waitMs = Math.min(1000 * 2 ** (failures - 1), longestWaitMs);
        setState({ kind: 'kept', why: 'unreachable', retryAtMs: Date.now() + waitMs });
        timer = setTimeout(() => void send()?.done, waitMs);
        return keep();
      }
      case 'refused':
        setState({ kind: 'kept', why: 'refused', message: answer.message });
        return keep();
    }
  }

  function seeTheirs(theirs: DraftText) {
    if (inFlight !== null || theirs.revision <= saved.revision) return;
    saved = theirs;
    if (current === theirs.yaml) return settle();
    clearTimeout(timer);
    setState({ kind: 'conflict', theirs });
  }

  function seeSaved(text: DraftText) {
    saved = text;
    if (current === saved.yaml) settle();
  }

  function takeTheirs() {
    if (state.kind !== 'conflict') return null;
    saved = state.theirs;
    current = saved.yaml;
    settle();
    return current;
  }

  function keepMine() {
    if (state.kind !== 'conflict') return;
    saved = state.theirs;
    state = { kind: 'saving' };
    schedule(0);
  }

  function keep() {
    if (current !== saved.yaml) copy.write({ yaml: current, revision: saved.revision });
  }

  function close() {
    keep();
    isOpen = false;
    clearTimeout(timer);
  }

  function settle() {
    clearTimeout(timer);
    copy.clear();
    setState({ kind: 'saved' });
  }

  function setState(next: DraftState) {
    if (next.kind === state.kind && next.kind !== 'kept' && next.kind !== 'conflict') return;
    state = next;
    onState(next);
  }
}
