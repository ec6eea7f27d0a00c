import { objectInText } from '@/lib/dataset/object-in-text';
import type { ChatMessage } from '@/lib/llm/message';
import type { ResponseShape } from '@/lib/llm/model-call';
import type { Value } from '@/lib/util/value';
import { checkedOutput, toolFailure, type CheckedOutput } from './tool-call';
import { jsonObject, type Tool, type ToolInput } from './tool-set';
import { spacedJson } from './tool-text';

/** Asks the model to stand in for a tool: the same question for the same arguments, whatever their order. */
export function simulationPrompt(
  tool: Tool,
  input: ToolInput,
): { messages: ChatMessage[]; shape?: ResponseShape } {
  const { id, definition, outputSchema, source } = tool;
  if (source.type !== 'model') throw new Error(`No model stands in for the tool ${id}`);
  const schema = outputSchema === undefined ? null : spacedJson(outputSchema);
  const system = [
    source.persona,
    `You stand in for the tool "${id}" (${definition.description}). You are given the arguments of one call. Answer ` +
      'with what the tool returns for them: one JSON object, without any text around it and without a code fence.',
    `The arguments have this JSON Schema: ${spacedJson(tool.parameters)}`,
    schema === null ? '' : `The object has this JSON Schema: ${schema}`,
  ];
  const sorted = new Map([...input].sort(([a], [b]) => (a < b ? -1 : 1)));
  const call = new Map<string, Value>([
    ['arguments', sorted],
    ['tool', id],
  ]);
  return {
    messages: [
      { role: 'system', content: system.filter((part) => part !== '').join('\n\n') },
      { role: 'user', content: spacedJson(call) },
    ],
    ...(source.isShaped &&
      outputSchema !== undefined && { shape: { name: id, schema: jsonObject(outputSchema) } }),
  };
}

/** What an answer of the stand-in is worth: a result, or what the model is told of one that is none. */
export function simulatedResult(tool: Tool, answer: string): CheckedOutput {
  const value = objectInText(answer);
  if (value === null) return { ok: false, text: toolFailure(tool.id, 'it gave no JSON object') };
  return checkedOutput(tool, value);
}
