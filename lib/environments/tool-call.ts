import { decodeJson } from '@/lib/dataset/json';
import { fillDefaults } from '@/lib/json-schema/defaults';
import type { ToolCall } from '@/lib/llm/message';
import { Float, isDict, isList, type Value } from '@/lib/util/value';
import { inputKey, type Tool, type ToolInput, type ToolSet } from './tool-set';
import { errorText, spacedJson, toolText } from './tool-text';

/** A call that makes sense, or what the model is told instead. */
export type ReadCall =
  | { readonly ok: true; readonly tool: Tool; readonly input: ToolInput }
  | { readonly ok: false; readonly text: string };

/** Longer arguments are told to be too long: no recipe needs them, and all that looks at them takes time. */
const longestArguments = 100_000;

/** What a model's call asks for. Whatever it got wrong is said in words that it can mend it by. */
export function readCall({ tools }: ToolSet, { name, arguments: written }: ToolCall): ReadCall {
  const tool = tools.get(name);
  if (tool === undefined) {
    return refused(`Unknown tool '${name}'. Known: ${spacedJson([...tools.keys()])}`);
  }
  if (written.length > longestArguments) {
    return refused(`Tool '${name}' arguments are too long: ${written.length} characters.`);
  }
  const given = argumentsOf(written);
  if (!given.ok) return refused(`Tool '${name}' arguments are not valid JSON: ${given.problem}`);
  if (!isDict(given.value)) {
    return refused(`Tool '${name}' arguments must be a JSON object, got ${pythonType(given.value)}.`);
  }
  const input = fillDefaults(tool.parameters, given.value);
  const problem = tool.input.problemOf(input);
  if (problem !== null || !isDict(input))
    return refused(`Tool '${name}' arguments do not fit: ${problem ?? ''}`);
  return { ok: true, tool, input };
}

function refused(message: string): ReadCall {
  return { ok: false, text: errorText(message) };
}

function argumentsOf(written: string): { ok: true; value: Value } | { ok: false; problem: string } {
  if (written.trim() === '') return { ok: true, value: new Map() };
  try {
    return { ok: true, value: decodeJson(written) };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

function pythonType(value: Value): string {
  if (value === null) return 'null';
  if (isList(value)) return 'list';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value)) ? 'float' : 'int';
}

/** How many inputs a model is shown when it asks for one that a table doesn't have. */
const mostInputsShown = 20;

/** What a table has for an input: exactly this one, with defaults filled in. */
export function lookUp({ id, source }: Tool, input: ToolInput): string {
  if (source.type !== 'lookup') throw new Error(`The tool ${id} has no table`);
  const output = source.outputs.get(inputKey(input));
  if (output !== undefined) return toolText(output);
  const known = [...source.outputs.keys()];
  const more = known.length > mostInputsShown ? ` and ${known.length - mostInputsShown} more` : '';
  const shown = known.slice(0, mostInputsShown).join(', ');
  return errorText(`Tool '${id}' has no output for ${spacedJson(input)}. Configured inputs: ${shown}${more}`);
}

/** What the model is told: a tool's output, or why that is none. */
export type CheckedOutput = { readonly ok: boolean; readonly text: string };

/** A tool's output, once it is known to fit. */
export function checkedOutput({ id, output }: Tool, value: Value): CheckedOutput {
  const problem = output?.problemOf(value) ?? null;
  return problem === null
    ? { ok: true, text: toolText(value) }
    : { ok: false, text: toolFailure(id, `its output does not fit output_schema: ${problem}`) };
}

/** What the model is told of a tool that went wrong. */
export function toolFailure(toolId: string, problem: string): string {
  return errorText(`Tool '${toolId}' raised: ${problem}`);
}
