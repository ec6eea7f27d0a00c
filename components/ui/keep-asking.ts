import { showToast } from './toast';

const againMs = 2000;

/**
 * A loader of code that asks again while the server doesn't answer: what is opened meanwhile comes when it can, instead of
 * breaking the page. Rejects when the server is there and the code still isn't.
 */
export function keepAsking<Code>(load: () => Promise<Code>): () => Promise<Code> {
  return async () => {
    for (let hasTold = false, isServerThere = false; ;) {
      try {
        return await load();
      } catch (error) {
        if (isServerThere) throw error;
      }
      if (!hasTold) {
        showToast({ text: 'Seedloom doesn’t answer. What you opened comes as soon as it does.' });
        hasTold = true;
      }
      await new Promise((resolve) => setTimeout(resolve, againMs));
      isServerThere = await answers();
    }
  };
}

async function answers(): Promise<boolean> {
  return fetch('/api/health').then(
    ({ ok }) => ok,
    () => false,
  );
}
