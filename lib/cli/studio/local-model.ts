import { engineFacts } from '@/lib/llm/engines';
import type { Recipe } from '@/lib/recipe/schema';
import type { Context } from '@/lib/runtime/context';
import type { LocalModelServer } from './model-server';

/** The local model, for as long as a command needs it. */
export type LocalModel = {
  /** The context with the address of a model server that runs, if the recipe asks the local model. */
  prepare(recipe: Recipe | null): Promise<Context>;
  /** Ends what was started. */
  stop(): Promise<void>;
};

/** Starts the server of the local model when it is first needed and none runs. */
export function createLocalModel(context: Context): LocalModel {
  let started: Promise<LocalModelServer> | undefined;
  return {
    async prepare(recipe) {
      if (recipe === null || !asksLocalModel(recipe)) return context;
      const { modelServerUrl, dataDir } = context.config;
      started ??= import('./model-server').then(({ ensureModelServer }) =>
        ensureModelServer(modelServerUrl, dataDir),
      );
      const { url } = await started;
      return { ...context, config: { ...context.config, modelServerUrl: url } };
    },
    async stop() {
      // One that did not start has told whoever asked for it.
      await started?.then(
        (server) => server.stop(),
        () => undefined,
      );
    },
  };
}

function asksLocalModel({ inference_config: { engine, remote_params: remote } }: Recipe): boolean {
  return engineFacts(engine).protocol === 'local' && remote.api_url === undefined;
}
