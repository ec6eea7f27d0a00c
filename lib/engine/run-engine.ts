import type { Control, EngineEnd, EngineJob, EnginePorts } from './engine-job';

/**
 * Drives one job until it is completed, paused, cancelled, failed or stopped.
 */
export async function runEngine(job: EngineJob, ports: EnginePorts, control: Control): Promise<EngineEnd> {
  throw new Error(String([job, ports, control]));
}
