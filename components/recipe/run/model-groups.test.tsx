import { expect, test } from 'vitest';
import type { WireModel } from '@/lib/api/model-wire';
import { modelGroups } from './model-groups';

const known = (id: number, over: Partial<WireModel>): WireModel => ({
  id,
  name: 'qwen3',
  engine: 'VLLM',
  base_url: `http://127.0.0.1:${8000 + id}`,
  provider_id: id,
  provider_name: `vLLM ${id}`,
  provider_origin: 'stored',
  input_usd_per_million: null,
  output_usd_per_million: null,
  price_source: 'unknown',
  price_from: null,
  price_date: null,
  ...over,
});

test('a model that several addresses offer is one choice', () => {
  expect(modelGroups([known(1, {}), known(2, {}), known(3, { name: 'smol' })])).toEqual([
    { provider: 'vLLM 1', options: [{ value: 'VLLM/qwen3', name: 'qwen3' }] },
    { provider: 'vLLM 3', options: [{ value: 'VLLM/smol', name: 'smol' }] },
  ]);
});

test('models stand under their provider, those of none under their engine', () => {
  const nobodys = known(3, { name: 'smol', provider_name: null });
  expect(modelGroups([known(1, {}), nobodys, known(1, { name: 'tiny' })])).toEqual([
    {
      provider: 'vLLM 1',
      options: [
        { value: 'VLLM/qwen3', name: 'qwen3' },
        { value: 'VLLM/tiny', name: 'tiny' },
      ],
    },
    { provider: 'VLLM', options: [{ value: 'VLLM/smol', name: 'smol' }] },
  ]);
});
