import { fastHash128Hex } from '@/lib/util/fast-hash';

/**
 * Where an edited recipe text stands: on the server, on its way, or only on this device. `retryAtMs` is null while the
 * server is being asked again.
 */
export type DraftState =
  | { kind: 'saved' }
  | { kind: 'saving' }
  | { kind: 'kept'; why: 'unreachable'; retryAtMs: number | null }
  | { kind: 'kept'; why: 'refused'; message: string }
  | { kind: 'conflict'; theirs: TheirText };

/** A recipe text with the revision of the draft that it follows. */
export type DraftText = { yaml: string; revision: number };

/** A text on the server that isn't the own one; `newVersion` where it is one that was saved since. */
export type TheirText = DraftText & { newVersion: number | null };

/**
 * What the server made of one attempt to save. A lost connection is an answer, not an exception.
 * `changedTo`: what was stored when that isn't what was sent, such as a text without its keys.
 */
export type SaveAnswer =
  | { kind: 'saved'; revision: number; changedTo?: string }
  | { kind: 'stale'; theirs: TheirText }
  | { kind: 'unreachable' }
  | { kind: 'refused'; message: string };

/**
 * An unsaved text on this device. `sent` names by their hashes the texts that were sent since `revision` and whose
 * answers never came: one of them on the server is no other person's.
 */
export type KeptText = DraftText & { sent: readonly string[] };

/** The copy of an unsaved text on this device. */
export type DraftCopy = {
  read: () => KeptText | null;
  write: (text: KeptText) => void;
  clear: () => void;
};

export type DraftSaverOptions = {
  opened: OpenedDraft;
  /** Ends with `unreachable` soon after the signal aborts. */
  save: (text: DraftText, signal: AbortSignal) => Promise<SaveAnswer>;
  copy: DraftCopy;
  onState: (state: DraftState) => void;
  /** The server stored another text than the one sent, and nothing was typed since. */
  onChanged?: (yaml: string) => void;
  /** The server has a newer text, and there was no own one to lose. */
  onTaken?: (yaml: string) => void;
};

export type DraftSaver = {
  /** Notes the newest text; it is saved once typing rests. */
  change: (yaml: string) => void;
  /** Saves at once and resolves when the newest text is saved or can't be for now. */
  flush: () => Promise<DraftState>;
  /** The server has a newer text, seen by other means than a refused save: taken over what isn't edited. */
  seeTheirs: (theirs: TheirText) => void;
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
  /** Sends what is left, keeps on the device what isn't saved, and stops. */
  close: () => void;
};

const restMs = 600;
/** Typing without a rest is saved at the latest after this. */
const longestRestMs = 3000;
/** How seldom typing writes the copy on the device. */
const keepEveryMs = 200;
/** A save without an answer is given up after this, and tried again. */
const answerWithinMs = 15_000;
const longestWaitMs = 10_000;
/** Of texts without an answer so many are remembered, the first ones: once one was stored, later ones are stale. */
const mostSent = 50;

/** What an editor opens with: the server's text, or the unsaved copy of this device. */
export type OpenedDraft = {
  yaml: string;
  /** The revision that `yaml` follows; an older one than the server's is a conflict. */
  base: number;
  server: DraftText;
  sent: readonly string[];
};

/**
 * Chooses between the server's text and the copy left on this device. A copy made of the same revision, or whose
 * forerunner is what the server has, simply goes on; one made of an older revision is a conflict that a person settles.
 */
export function openDraft(server: DraftText, copy: DraftCopy): OpenedDraft {
  const kept = copy.read();
  if (kept === null || kept.yaml === server.yaml) {
    copy.clear();
    return { yaml: server.yaml, base: server.revision, server, sent: [] };
  }
  const { yaml, revision, sent } = kept;
  const isOwn = sent.includes(fastHash128Hex(server.yaml));
  return { yaml, base: isOwn ? server.revision : revision, server, sent };
}

/**
 * Keeps a text saved: one request at a time, the newest text after 600 ms of rest or 3 s of typing, a copy on the
 * device until it is saved, asked again after 1, 2, 4 … 10 s while the server can't be reached, and never over a text
 * that somebody else saved meanwhile.
 */
export function createDraftSaver(options: DraftSaverOptions): DraftSaver {
  const { save, copy, onState, opened } = options;
  // The newest text of the server that is known, and the revision that the own text follows: older in a conflict only.
  let saved = opened.server;
  let base = opened.base;
  let current = opened.yaml;
  let sent = opened.sent;
  let state: DraftState = { kind: 'saved' };
  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  let keepTimer: ReturnType<typeof setTimeout> | undefined;
  /** When the oldest change was made that no save has taken along. */
  let changedAtMs: number | null = null;
  let inFlight: Promise<void> | null = null;
  let failures = 0;
  let isOpen = false;

  return { change, flush, seeTheirs, takeTheirs, keepMine, keep, open, close, seeSaved };

  function open() {
    isOpen = true;
    if (state.kind === 'conflict') return;
    if (base !== saved.revision) setState({ kind: 'conflict', theirs: { ...saved, newVersion: null } });
    else if (current !== saved.yaml) schedule(0);
  }

  function change(yaml: string) {
    current = yaml;
    changedAtMs ??= Date.now();
    if (current === saved.yaml && inFlight === null) return settle();
    keepTimer ??= setTimeout(keep, keepEveryMs);
    if (state.kind === 'conflict') return;
    if (state.kind === 'kept' && state.why === 'unreachable') return;
    scheduleAtRest();
  }

  async function flush() {
    clearTimeout(saveTimer);
    // A text typed while its forerunner is on the way needs a second round.
    for (let round = 0; round < 3; round++) {
      await (inFlight ?? send());
      if (state.kind !== 'saving') break;
    }
    return state;
  }

  function scheduleAtRest() {
    const nowMs = Date.now();
    schedule(Math.min(restMs, Math.max(0, (changedAtMs ?? nowMs) + longestRestMs - nowMs)));
  }

  function schedule(delayMs: number) {
    clearTimeout(saveTimer);
    saveTimer = setTimeout(() => void send(), delayMs);
    // What is said of a text that couldn't be saved stands until it is.
    if (state.kind === 'saved') setState({ kind: 'saving' });
  }

  function send() {
    clearTimeout(saveTimer);
    if (!isOpen || inFlight !== null || state.kind === 'conflict') return inFlight;
    if (current === saved.yaml) {
      settle();
      return null;
    }
    const attempt = { yaml: current, revision: base };
    sent = [...new Set([...sent, fastHash128Hex(current)])].slice(0, mostSent);
    changedAtMs = null;
    if (state.kind === 'saved') setState({ kind: 'saving' });
    if (state.kind === 'kept' && state.why === 'unreachable') setState({ ...state, retryAtMs: null });
    const abort = new AbortController();
    const limit = setTimeout(() => abort.abort(), answerWithinMs);
    inFlight = save(attempt, abort.signal).then((answer) => {
      clearTimeout(limit);
      inFlight = null;
      if (isOpen) take(attempt, answer);
      else if (answer.kind === 'saved' && copy.read()?.yaml === attempt.yaml) copy.clear();
    });
    return inFlight;
  }

  function take(attempt: DraftText, answer: SaveAnswer) {
    failures = answer.kind === 'unreachable' ? failures + 1 : 0;
    switch (answer.kind) {
      case 'saved':
        if (answer.changedTo !== undefined && current === attempt.yaml) {
          current = answer.changedTo;
          options.onChanged?.(current);
        }
        return follow({ yaml: answer.changedTo ?? attempt.yaml, revision: answer.revision });
      case 'stale':
        return isOwn(answer.theirs) ? follow(answer.theirs) : contest(answer.theirs);
      case 'unreachable': {
        const waitMs = Math.min(1000 * 2 ** (failures - 1), longestWaitMs);
        setState({ kind: 'kept', why: 'unreachable', retryAtMs: Date.now() + waitMs });
        saveTimer = setTimeout(() => void send(), waitMs);
        return keep();
      }
      case 'refused':
        setState({ kind: 'kept', why: 'refused', message: answer.message });
        return keep();
    }
  }

  /** A text of one's own is on the server; what was typed since is next. */
  function follow({ yaml, revision }: DraftText) {
    saved = { yaml, revision };
    base = revision;
    sent = [];
    if (current === yaml) return settle();
    setState({ kind: 'saving' });
    scheduleAtRest();
  }

  function seeTheirs(theirs: TheirText) {
    const isNews =
      theirs.revision > saved.revision || (theirs.revision === saved.revision && theirs.newVersion !== null);
    if (inFlight !== null || !isNews) return;
    if (isOwn(theirs)) return follow(theirs);
    if (current !== saved.yaml) return contest(theirs);
    const isOther = current !== theirs.yaml;
    saved = { yaml: theirs.yaml, revision: theirs.revision };
    current = saved.yaml;
    settle();
    if (isOther) options.onTaken?.(current);
  }

  function contest(theirs: TheirText) {
    saved = { yaml: theirs.yaml, revision: theirs.revision };
    if (current === saved.yaml) return settle();
    clearTimeout(saveTimer);
    setState({ kind: 'conflict', theirs });
    keep();
  }

  function seeSaved(text: DraftText) {
    saved = text;
    base = text.revision;
    if (current === saved.yaml) settle();
  }

  function takeTheirs() {
    if (state.kind !== 'conflict') return null;
    current = saved.yaml;
    settle();
    return current;
  }

  function keepMine() {
    if (state.kind !== 'conflict') return;
    base = saved.revision;
    keep();
    setState({ kind: 'saving' });
    schedule(0);
  }

  /** Was it sent from here, though no answer told that it arrived, or made a version meanwhile? */
  function isOwn({ yaml }: DraftText) {
    return (base === saved.revision && yaml === saved.yaml) || sent.includes(fastHash128Hex(yaml));
  }

  function keep() {
    clearTimeout(keepTimer);
    keepTimer = undefined;
    if (current !== saved.yaml || inFlight !== null) copy.write({ yaml: current, revision: base, sent });
  }

  function close() {
    if (state.kind === 'saving') void send();
    keep();
    isOpen = false;
    clearTimeout(saveTimer);
  }

  /** The text on the server is the own one. */
  function settle() {
    clearTimeout(saveTimer);
    clearTimeout(keepTimer);
    keepTimer = undefined;
    changedAtMs = null;
    base = saved.revision;
    copy.clear();
    setState({ kind: 'saved' });
  }

  function setState(next: DraftState) {
    if (next.kind === state.kind && next.kind !== 'kept' && next.kind !== 'conflict') return;
    state = next;
    onState(next);
  }
}
