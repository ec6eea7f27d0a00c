import { LibraryMissing } from '@/lib/util/late-library';

/** What a reading of a text gives, as soon as the libraries that the text asks for have been fetched. */
export async function withLibraries<Result>(read: () => Result): Promise<Result> {
  for (;;) {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof LibraryMissing)) throw error;
      await error.load();
    }
  }
}
