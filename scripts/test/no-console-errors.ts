import { afterEach, beforeEach, expect, vi, type MockInstance } from 'vitest';

// A complaint on the console is how React and Node say that something is wrong. A test that causes one on
// purpose spies on console.error itself.
let spy: MockInstance | undefined;
let complaints: unknown[][] = [];
beforeEach(() => {
  complaints = [];
  spy = vi.spyOn(console, 'error').mockImplementation((...words: unknown[]) => {
    complaints.push(words);
  });
});
afterEach(() => {
  spy?.mockRestore();
  expect(complaints, 'what was written to console.error').toEqual([]);
});
