'use client';

import { listedTools } from '@/lib/recipe/form/tools/usable-tools';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor } from '../../editor/editor-context';
import { ModelNeed } from '../../needs/model-need';
import { Fold } from '../parts/fold';
import { FormNumber, FormSwitch, FormText } from '../parts/form-fields';
import { ModelName } from './model-name';
import { ProviderChoice } from './provider-choice';
import { StopTexts } from './stop-texts';

const generation = (key: string): Path => ['inference_config', 'generation', key];
const remote = (key: string): Path => ['inference_config', 'remote_params', key];

/** The form of the model: who is asked, how it writes, and how fast it may be asked. */
export default function ModelForm() {
  const hasTools = useEditor((state) => listedTools(state.read.draft).length > 0);
  const limits = useEditor((state) => state.read.draft.inference_config?.remote_params);
  return (
    <div className="form">
      <div className="form-fields">
        <ProviderChoice />
        <ModelName />
      </div>
      <ModelNeed />
      <div className="form-part">
        <h3 className="form-title">How it writes</h3>
        <div className="form-fields">
          <FormNumber path={generation('temperature')} label="Temperature" />
          <FormNumber path={generation('max_new_tokens')} label="Longest answer" unit="tokens" />
        </div>
      </div>
      <Fold title="More of how it writes" summary="top p, penalties, stop texts, seed">
        <div className="form-fields">
          <FormNumber path={generation('top_p')} label="Top p" placeholder="not sent" />
          <FormNumber path={generation('min_p')} label="Min p" />
        </div>
        <div className="form-fields">
          <FormNumber path={generation('frequency_penalty')} label="Frequency penalty" />
          <FormNumber path={generation('presence_penalty')} label="Presence penalty" />
        </div>
        {hasTools ? (
          <>
            <FormText
              path={generation('tool_choice')}
              label="Use of tools"
              mono
              optional
              placeholder="auto"
            />
            <FormSwitch path={generation('parallel_tool_calls')} label="Several tools at once" />
          </>
        ) : null}
        <StopTexts path={generation('stop_strings')} />
        <div className="form-fields">
          <FormNumber
            path={generation('seed')}
            label="Seed sent to the model"
            placeholder="one for each call"
          />
        </div>
      </Fold>
      <Fold title="Address and limits" summary={limitWords(limits ?? {})}>
        <div className="form-fields">
          <FormText path={remote('api_url')} label="Address" mono optional />
          <FormText path={remote('api_key_env_varname')} label="Variable of the key" mono optional />
        </div>
        <div className="form-fields">
          <FormNumber path={remote('requests_per_minute')} label="Calls a minute" placeholder="no limit" />
          <FormNumber path={remote('num_workers')} label="Calls at once" placeholder="found out" />
        </div>
        <div className="form-fields">
          <FormNumber
            path={remote('input_tokens_per_minute')}
            label="Tokens of prompts a minute"
            placeholder="no limit"
          />
          <FormNumber
            path={remote('output_tokens_per_minute')}
            label="Tokens of answers a minute"
            placeholder="no limit"
          />
        </div>
        <div className="form-fields">
          <FormNumber path={remote('connection_timeout')} label="Longest wait" unit="seconds" />
          <FormNumber path={remote('max_retries')} label="Tries after the first" />
        </div>
        <div className="form-fields">
          <FormNumber path={remote('retry_backoff_base')} label="First pause" unit="seconds" />
          <FormNumber path={remote('retry_backoff_max')} label="Longest pause" unit="seconds" />
        </div>
        <FormSwitch path={remote('use_adaptive_concurrency')} label="Find out how many at once" />
      </Fold>
    </div>
  );
}

type Limits = {
  api_url?: string | undefined;
  requests_per_minute?: number | undefined;
  num_workers?: number | undefined;
};

function limitWords({ api_url: address, requests_per_minute: calls, num_workers: workers }: Limits): string {
  const words = [
    address ?? 'usual address',
    calls === undefined ? '' : `${calls.toLocaleString('en')} calls a minute`,
    workers === undefined ? '' : `${workers.toLocaleString('en')} at once`,
  ];
  return words.filter(Boolean).join(' · ');
}
