/** How often the newest state is written at most: ten times a second. */
const stateEveryMs = 100;

/** Writes a state that changes often: at once, then not again before its time, never two at a time. */
export class StateWriter {
  readonly #write: () => Promise<unknown>;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  /** `write` stores the newest state at the time that it is called. */
  constructor(write: () => Promise<unknown>) {
    this.#write = write;
  }

  mark(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // A state that can't be written is followed by a newer one, and the last is written by itself.
      this.#writing = this.#writing.then(() => this.#write()).catch(() => undefined);
    }, stateEveryMs);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#writing;
  }
}
