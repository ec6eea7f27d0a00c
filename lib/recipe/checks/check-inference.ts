import { engineFacts, type EngineName } from '@/lib/llm/engines';
import { isMap } from 'yaml';
import type { DraftRecipe } from '../draft';
import { localModel } from '../local-model';
import { placeOf, type Reporter, type SpanEdit } from '../report';
import type { Path } from '../yaml/document';

/** The model and how it is asked. */
export function checkInference(draft: DraftRecipe, reporter: Reporter): void {
  const inference = draft.inference_config;
  checkModelName(draft, reporter);
  checkEngine(inference?.engine, ['inference_config', 'engine'], reporter);
  checkOwnEngines(draft, reporter);
  const base = inference?.remote_params?.retry_backoff_base ?? 1;
  const longest = inference?.remote_params?.retry_backoff_max ?? 30;
  if (longest < base) {
    reporter.add({
      code: 'out-of-range',
      path: ['inference_config', 'remote_params', 'retry_backoff_max'],
      text: `must be at least retry_backoff_base (${base}), but is ${longest}`,
    });
  }
  checkFixedTemperature(draft, reporter);
  checkGuidedDecoding(draft, reporter);
}

/** One way of holding answers, as other programs have it; only a schema is one that engines take here. */
function checkGuidedDecoding(draft: DraftRecipe, reporter: Reporter): void {
  const guided = draft.inference_config?.generation?.guided_decoding;
  if (guided === undefined) return;
  const path = ['inference_config', 'generation', 'guided_decoding'];
  const given = (['json', 'regex', 'choice'] as const).filter((key) => guided[key] !== undefined);
  const [only] = given;
  if (only === undefined || given.length > 1) {
    const found = given.length === 0 ? 'none of them' : given.join(' and ');
    reporter.add({
      code: 'out-of-range',
      path,
      at: 'key',
      text: `has exactly one of json, regex and choice, but this one has ${found}`,
    });
    return;
  }
  if (only === 'json') return;
  const text = `No engine here holds answers to a ${only === 'regex' ? 'pattern' : 'choice'}: it has no effect. A rule under quality can check them`;
  reporter.add({ severity: 'warning', code: 'no-effect', path: [...path, only], text });
}

function checkEngine(engine: EngineName | undefined, path: Path, reporter: Reporter): void {
  if (engine === undefined) return;
  const facts = engineFacts(engine);
  if (facts.protocol !== 'unsupported') return;
  const text = `Seedloom can't call ${facts.label}. ${facts.advice ?? ''}`.trim();
  reporter.add({ code: 'not-supported', path, text });
}

/** Models that attributes have for themselves: with another engine the name of the recipe's model says nothing. */
function checkOwnEngines(draft: DraftRecipe, reporter: Reporter): void {
  for (const [index, attribute] of (draft.strategy_params?.generated_attributes ?? []).entries()) {
    const own = attribute?.inference_config;
    if (own?.engine === undefined) continue;
    const path = ['strategy_params', 'generated_attributes', index, 'inference_config'];
    checkEngine(own.engine, [...path, 'engine'], reporter);
    if (own.engine === draft.inference_config?.engine || own.model?.model_name !== undefined) continue;
    const text = `With an engine of its own the attribute needs a model of its own`;
    reporter.add({ code: 'missing-model', path: [...path, 'model', 'model_name'], text, at: 'key' });
  }
}

function checkModelName(draft: DraftRecipe, reporter: Reporter): void {
  const path = ['inference_config', 'model', 'model_name'];
  if (draft.inference_config?.model?.model_name !== undefined) return;
  // A name of a wrong type or an empty one has been reported already.
  const written = reporter.diagnostics.some(
    (diagnostic) =>
      diagnostic.path.length > 0 && diagnostic.path.every((step, index) => path[index] === step),
  );
  if (written) return;
  const edits = localModelEdits(draft, reporter);
  reporter.add({
    code: 'missing-model',
    path,
    text: 'The recipe names no model',
    at: 'key',
    ...(edits !== null && { fixes: [{ title: 'Use the local model', edits }] }),
  });
}

/** Where nothing is said of a model, a whole block is put in; where an engine is chosen, only a person knows the name. */
function localModelEdits(draft: DraftRecipe, reporter: Reporter): SpanEdit[] | null {
  const { document } = reporter;
  if (document.at(['inference_config']) !== null || !isMap(document.root)) return null;
  const end = document.text.length;
  if (document.root.flow === true) {
    const last = document.text.lastIndexOf('}');
    const comma = document.root.items.length > 0 ? ',' : '';
    const text = `${comma} "inference_config": {"engine": "${localModel.engine}", "model": {"model_name": "${localModel.name}"}}`;
    return last === -1 ? null : [{ start: last, end: last, text }];
  }
  const newline = document.text.endsWith('\n') || document.text === '' ? '' : '\n';
  const text = `${newline}inference_config:\n  engine: ${localModel.engine}\n  model:\n    model_name: ${localModel.name}\n  generation:\n    temperature: 0.8\n    max_new_tokens: 240\n`;
  return draft.inference_config === undefined ? [{ start: end, end, text }] : null;
}

const fixedTemperature = /^(?:gpt-5|o[134])(?:$|[-.])/;

/** Reasoning models refuse any temperature but their own. */
function checkFixedTemperature(draft: DraftRecipe, reporter: Reporter): void {
  const inference = draft.inference_config;
  const name = inference?.model?.model_name;
  const temperature = inference?.generation?.temperature;
  if (inference?.engine !== 'OPENAI' || name === undefined || !fixedTemperature.test(name)) return;
  if (temperature === undefined || temperature === 1) return;
  const path = ['inference_config', 'generation', 'temperature'];
  const text = `${name} always answers at temperature 1. The ${temperature} here has no effect`;
  const edit = removeLine(reporter, path);
  reporter.add({
    severity: 'warning',
    code: 'no-effect',
    path,
    text,
    ...(edit !== null && { fixes: [{ title: 'Remove it', edits: [edit] }] }),
  });
}

/** Takes out a key that has its line to itself. */
function removeLine(reporter: Reporter, path: Path): SpanEdit | null {
  const { text } = reporter.document;
  const key = placeOf(reporter.document, path, 'key');
  const value = placeOf(reporter.document, path, 'value');
  const start = text.lastIndexOf('\n', key.start - 1) + 1;
  const newline = text.indexOf('\n', value.end);
  const end = newline === -1 ? text.length : newline + 1;
  const alone =
    /^\s*$/.test(text.slice(start, key.start)) && /^\s*(?:#.*)?\n?$/.test(text.slice(value.end, end));
  return alone ? { start, end, text: '' } : null;
}
