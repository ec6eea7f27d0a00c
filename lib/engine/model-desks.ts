import type { LimitedBy } from '@/lib/run/limited-by';
import { createCallDesk, type CallDesk, type CallDeskPorts } from './call-desk';
import type { EngineModel, ModelPorts } from './engine-job';
import type { Waiting } from './model-limiter';

/** A model of a job with its way to the world. */
export type DeskModel = { readonly model: EngineModel; readonly ports: ModelPorts };

/** What the desks of a job have in common. */
export type ModelDesksPorts = Omit<CallDeskPorts, 'model' | 'engine'> & {
  readonly engine: Omit<CallDeskPorts['engine'], 'callModel' | 'limiter'>;
};

/**
 * One desk for each model of a job, seen as one: each call goes to the desk of its model and waits there for its own
 * limiter, so that a slow or busy model holds up nothing but what hangs on it.
 */
export function createModelDesks(models: readonly DeskModel[], ports: ModelDesksPorts): CallDesk {
  const waitings = models.map((): Waiting | null => null);
  let isWakingUp = false;
  const desks = models.map(({ model, ports: world }, at) =>
    createCallDesk({
      ...ports,
      model,
      engine: {
        ...ports.engine,
        ...world,
        onWaiting(waiting) {
          waitings[at] = waiting;
          ports.engine.onWaiting?.(waitings.find((one) => one !== null) ?? null);
        },
      },
    }),
  );
  const [only] = desks;
  if (only !== undefined && desks.length === 1) return only;

  return {
    get inFlight() {
      return desks.reduce((sum, desk) => sum + desk.inFlight, 0);
    },
    get isHeldByBudget() {
      return desks.some((desk) => desk.isHeldByBudget);
    },
    get limitedBy() {
      return limiting()?.desk.limitedBy ?? desks[0]?.limitedBy ?? null;
    },
    get limitedModel() {
      const found = limiting();
      // The cap is the run's.
      return found === undefined || found.desk.limitedBy === 'budget'
        ? null
        : (models[found.at]?.model.endpoint.modelName ?? null);
    },
    add(call) {
      desks[call.model]?.add(call);
      wakeSoon();
    },
    wake: () => {
      for (const desk of desks) desk.wake();
    },
    close() {
      for (const desk of desks) desk.close();
    },
  };

  /** The first model that holds something up. */
  function limiting(): { desk: CallDesk; at: number } | undefined {
    const isOfModel = (cause: LimitedBy | null) => cause !== null && cause !== 'rows';
    return desks.map((desk, at) => ({ desk, at })).find(({ desk }) => isOfModel(desk.limitedBy));
  }

  /** A call may have come from what another desk did: its own limiter does not know of it. */
  function wakeSoon(): void {
    if (isWakingUp) return;
    isWakingUp = true;
    void Promise.resolve().then(() => {
      isWakingUp = false;
      for (const desk of desks) desk.wake();
    });
  }
}
