import type { CompiledSchema } from '@/lib/json-schema/compile-schema';
import type { DraftEnvironment, DraftTool } from '../draft';
import type { Reporter } from '../report';
import type { SourceFacts } from '../sources/source-facts';
import type { Path } from '../yaml/document';

/** An environment that is checked, and where it stands. */
export type Place = {
  environment: DraftEnvironment;
  path: Path;
  tools: readonly ReadTool[];
  reporter: Reporter;
  facts: SourceFacts;
};

/** A tool with its schemas made ready; null for one that can't be. */
export type ReadTool = {
  tool: DraftTool;
  path: Path;
  input: CompiledSchema | null;
  output: CompiledSchema | null;
};

type Refusal = { tool: DraftTool; at: Path; reporter: Reporter; advice: string };

/** A function of Python is told with what to write instead. */
export function refuseExecutor({ tool, at, reporter, advice }: Refusal): void {
  if ((tool.executor ?? '') === '') return;
  const text = `"${tool.executor ?? ''}" is a function of Python, which Seedloom does not run. ${advice}`;
  reporter.add({ code: 'not-supported', path: [...at, 'executor'], text });
}
