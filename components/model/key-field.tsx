'use client';

import { KeyRound } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import type { EngineName } from '@/lib/llm/engines';
import { hostOf } from './provider-state';
import { TypedTestNote } from './typed-test';
import { useTypedTest } from './use-typed-test';

/** A new key for a stored provider: tested when it is pasted, kept when it is accepted or on "Save anyway". */
export function KeyField({
  label,
  engine,
  address,
  saving,
  onSave,
  onKeep,
}: {
  label: string;
  engine: EngineName;
  /** Where the key is to go. */
  address: string;
  saving: boolean;
  /** Resolves to null when it is kept, else to the reason. */
  onSave: (key: string) => Promise<string | null>;
  /** Absent where there is no older one. */
  onKeep?: () => void;
}) {
  const [key, setKey] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const isPasted = useRef(false);
  const typedWith = (secret: string) => ({ engine, base_url: address, api_key: secret.trim() });
  const test = useTypedTest(typedWith(key));
  const isEmpty = key.trim() === '';
  const keep = async () => setRefusal(await onSave(key.trim()));
  const save = async () => {
    if (isEmpty || test.isBusy || saving) return;
    if (test.verdict === 'accepted' || (await test.run(typedWith(key)))) await keep();
  };
  return (
    <div className="stack key-form">
      <div className="row key-field">
        <div className="grow">
          <TextField
            label={label}
            type="password"
            mono
            lead={<Icon of={KeyRound} />}
            value={key}
            error={refusal ?? undefined}
            onPaste={() => {
              isPasted.current = true;
            }}
            onChange={(event) => {
              setKey(event.target.value);
              setRefusal(null);
              if (isPasted.current && event.target.value.trim() !== '')
                void test.run(typedWith(event.target.value));
              isPasted.current = false;
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              void save();
            }}
            hint="Tested when it is pasted. Kept encrypted in your data directory; it goes to this provider’s address and to no other."
          />
        </div>
        <Button
          size="large"
          look="primary"
          busy={saving || test.isBusy}
          off={isEmpty ? 'Enter a key first' : undefined}
          onClick={() => void save()}
        >
          {test.verdict === 'refused' ? 'Test again' : 'Save key'}
        </Button>
        {test.verdict === 'refused' ? (
          <Button size="large" busy={saving} onClick={() => void keep()}>
            Save anyway
          </Button>
        ) : null}
        {onKeep === undefined ? null : (
          <Button
            size="large"
            onClick={() => {
              test.stop();
              onKeep();
            }}
          >
            Keep the old one
          </Button>
        )}
      </div>
      <TypedTestNote step={test.step} host={hostOf(address)} />
    </div>
  );
}
