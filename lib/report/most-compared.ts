/** So many texts are compared for near-duplicates, each of which takes up to 900 bytes. */
export const mostCompared = 100_000;
