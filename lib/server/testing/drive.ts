import { driveByKind } from '@/lib/runtime/drive-job';
import type { Drive } from '@/lib/runtime/drive-run';
import { createModelLimiters } from '@/lib/runtime/jobs/model-limiters';
import { systemClock } from '@/lib/runtime/system-clock';
import { watchWishes } from '@/lib/runtime/jobs/watch-wishes';
import { claimJob } from '@/lib/store/jobs';
import type { Server } from '../server';

/** A recipe that needs no model: the echo answers. */
export const echoRecipe = `# Weather
num_samples: 4
seed: 11
strategy_params:
  sampled_attributes:
    - id: sky
      name: Sky
      description: What the sky looks like
      possible_values:
        - { id: blue, name: Blue, description: No cloud at all }
        - { id: grey, name: Grey, description: "Clouds, \\"all\\" of them" }
  generated_attributes:
    - id: report
      instruction_messages:
        - { role: user, content: "Write about a {sky} sky." }
    - id: title
      instruction_messages:
        - { role: user, content: "Give it a title: {report}" }
  transformed_attributes:
    - id: pair
      transformation_strategy:
        type: LIST
        list_transform: ["{sky}", "{title}"]
inference_config:
  engine: ECHO
  model: { model_name: echo }
`;

/** Does the worker's part for the next job, to its end. */
export async function driveNext({ context }: Server): Promise<void> {
  const job = await claimJob(context.db, { owner: 'test', nowMs: systemClock.now() });
  if (!job) throw new Error('there is no job');
  const wishes = watchWishes(context.db, context.log);
  const limiters = createModelLimiters(systemClock);
  const drive: Drive = { context, wishes, limiters, signal: new AbortController().signal };
  await driveByKind(drive, job);
  wishes.stop();
}
