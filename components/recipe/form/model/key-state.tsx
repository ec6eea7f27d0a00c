'use client';

import { Button, ButtonLink } from '@/components/ui/button';
import { Note } from '@/components/ui/states';
import { useProviders } from '@/lib/client/models';
import { engineFacts } from '@/lib/llm/engines';
import { localModel } from '@/lib/recipe/checks/check-inference';
import { useEditor, useEditorActions } from '../../editor/editor-context';

/** Says when the chosen provider lacks its key, with the ways out. */
export function KeyState() {
  const inference = useEditor((state) => state.read.draft.inference_config);
  const providers = useProviders().data;
  const { edit } = useEditorActions();
  const engine = inference?.engine;
  if (engine === undefined || providers === undefined) return null;
  const facts = engineFacts(engine);
  const named = inference?.remote_params?.api_key ?? inference?.remote_params?.api_key_env_varname;
  const hasKey = providers.some((provider) => provider.engine === engine && provider.api_key !== null);
  if (!facts.keyRequired || facts.protocol === 'unsupported' || hasKey || named !== undefined) return null;
  const useLocal = () =>
    edit([
      { type: 'set', path: ['inference_config', 'engine'], value: localModel.engine },
      { type: 'set', path: ['inference_config', 'model', 'model_name'], value: localModel.name },
    ]);
  return (
    <Note
      tone="warn"
      action={
        <span className="row tight wrap">
          <ButtonLink size="small" href="/models">
            Add key
          </ButtonLink>
          <Button size="small" onClick={useLocal}>
            Use local model
          </Button>
        </span>
      }
    >
      {facts.label} has no key yet.
    </Note>
  );
}
