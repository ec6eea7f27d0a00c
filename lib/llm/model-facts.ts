import type { EngineName } from './engines';
import { withoutVersion } from './price';

/** What a provider says that a model holds and can do. */
export type ModelFacts = {
  /** Prompt and answer together. */
  readonly contextTokens: number;
  readonly can: readonly ('JSON' | 'tools' | 'thinking')[];
};

/** What is known of a model by its name, or null: nothing is guessed. */
export function modelFacts(engine: EngineName, modelName: string): ModelFacts | null {
  const known = new Map(Object.entries(lists[engine] ?? {}));
  return known.get(modelName) ?? known.get(withoutVersion(modelName)) ?? null;
}

const gpt5: ModelFacts = { contextTokens: 400_000, can: ['JSON', 'tools', 'thinking'] };
const gpt41: ModelFacts = { contextTokens: 1_047_576, can: ['JSON', 'tools'] };
const gpt4o: ModelFacts = { contextTokens: 128_000, can: ['JSON', 'tools'] };
const openAiReasoning: ModelFacts = { contextTokens: 200_000, can: ['JSON', 'tools', 'thinking'] };
const claude: ModelFacts = { contextTokens: 200_000, can: ['tools'] };
const claudeThinking: ModelFacts = { contextTokens: 200_000, can: ['tools', 'thinking'] };
const claudeWithSchemas: ModelFacts = { contextTokens: 200_000, can: ['JSON', 'tools', 'thinking'] };

const lists: Partial<Record<EngineName, Readonly<Record<string, ModelFacts>>>> = {
  OPENAI: {
    'gpt-5': gpt5,
    'gpt-5-mini': gpt5,
    'gpt-5-nano': gpt5,
    'gpt-4.1': gpt41,
    'gpt-4.1-mini': gpt41,
    'gpt-4.1-nano': gpt41,
    'gpt-4o': gpt4o,
    'gpt-4o-mini': gpt4o,
    'o4-mini': openAiReasoning,
    o3: openAiReasoning,
    'o3-mini': openAiReasoning,
  },
  ANTHROPIC: {
    'claude-opus-4-1': claudeWithSchemas,
    'claude-haiku-4-5': claudeWithSchemas,
    'claude-opus-4': claudeThinking,
    'claude-sonnet-4-5': claudeWithSchemas,
    'claude-sonnet-4': claudeThinking,
    'claude-3-7-sonnet': claudeThinking,
    'claude-3-5-sonnet': claude,
    'claude-3-5-haiku': claude,
    'claude-3-haiku': claude,
  },
};
