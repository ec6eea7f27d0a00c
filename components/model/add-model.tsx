'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';

/** A model that the provider doesn't list, by its name: it is known from its first answer on. */
export function AddModel({
  isTesting,
  onTest,
}: {
  isTesting: (model: string) => boolean;
  onTest: (model: string) => void;
}) {
  const [name, setName] = useState<string | null>(null);
  if (name === null) {
    return (
      <Button size="small" icon={Plus} onClick={() => setName('')}>
        Add model
      </Button>
    );
  }
  return (
    <form
      className="row tight"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') onTest(name.trim());
      }}
    >
      <TextField
        label="Name of the model"
        hideLabel
        large={false}
        mono
        autoFocus
        value={name}
        placeholder="as the provider writes it"
        maxLength={300}
        onChange={(event) => setName(event.target.value)}
      />
      <Button
        size="small"
        type="submit"
        busy={isTesting(name.trim())}
        hint="Three short calls; it is added when it answers"
        off={name.trim() === '' ? 'Enter a name first' : undefined}
      >
        Test and add
      </Button>
      <Button size="small" look="ghost" onClick={() => setName(null)}>
        Close
      </Button>
    </form>
  );
}
