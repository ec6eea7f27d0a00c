/** A library that the core calls without waiting, and that a browser fetches when a recipe asks for it. */
export type LateLibrary<Library> = {
  /** The library; throws LibraryMissing before it is there. */
  readonly get: () => Library;
  readonly isThere: () => boolean;
  /** Fetches it once; after a failure it is fetched anew. */
  readonly load: () => Promise<void>;
};

/** Thrown where a library is called that isn't there yet: whoever reads a text fetches it and reads again. */
export class LibraryMissing extends Error {
  override readonly name = 'LibraryMissing';
  readonly load: () => Promise<void>;

  constructor(load: () => Promise<void>) {
    super('A part of the language has not been fetched yet');
    this.load = load;
  }
}

/** A library that comes with the code that calls it. */
export function presentLibrary<Library>(library: Library): LateLibrary<Library> {
  return { get: () => library, isThere: () => true, load: () => Promise.resolve() };
}

/** A library that is fetched on its first `load`. */
export function lateLibrary<Library>(fetchLibrary: () => Promise<Library>): LateLibrary<Library> {
  let there: { library: Library } | null = null;
  let coming: Promise<void> | null = null;
  return { get, isThere: () => there !== null, load };

  function get(): Library {
    if (there === null) throw new LibraryMissing(load);
    return there.library;
  }

  function load(): Promise<void> {
    coming ??= fetchLibrary().then(
      (library) => {
        there = { library };
      },
      (error: unknown) => {
        coming = null;
        throw error;
      },
    );
    return coming;
  }
}
