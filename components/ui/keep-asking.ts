import { dismissToast, showToast } from './toast';

const againMs = 2000;

/**
 * A loader of code that asks again while the server doesn't answer: what is opened meanwhile comes when it can, instead of
 * breaking the page. Rejects when the server is there and the code still isn't.
 */
export function keepAsking<Code>(load: () => Promise<Code>): () => Promise<Code> {
  return async () => {
    let toast: number | null = null;
    try {
      for (let isServerThere = false; ;) {
        try {
          return await load();
        } catch (error) {
          if (isServerThere) throw error;
        }
        toast ??= showToast({ text: 'Seedloom doesn’t answer. What you opened comes as soon as it does.' });
        await new Promise((resolve) => setTimeout(resolve, againMs));
        isServerThere = await answers();
      }
    } finally {
      if (toast !== null) dismissToast(toast);
    }
  };
}

async function answers(): Promise<boolean> {
  return fetch('/api/health').then(
    ({ ok }) => ok,
    () => false,
  );
}
