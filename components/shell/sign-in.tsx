'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { api, messageOf } from '@/lib/client/api';

/** Asks for a key of this server and swaps it for a session; the address that was asked for stays. */
export function SignIn({ onEnter }: { onEnter: () => void }) {
  const queries = useQueryClient();
  const [key, setKey] = useState('');
  const enter = useMutation({
    mutationFn: () => api.openSession(key.trim()),
    onSuccess: async () => {
      await queries.resetQueries();
      onEnter();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (key.trim() !== '') enter.mutate();
  };
  return (
    <main id="content" className="sign-in" tabIndex={-1}>
      <form className="card" onSubmit={submit}>
        <h1>This server needs a key</h1>
        <p className="t2">It was printed once in the terminal where the server was started.</p>
        <TextField
          label="API key"
          type="password"
          mono
          lead={<Icon of={KeyRound} />}
          value={key}
          onChange={(event) => setKey(event.target.value)}
          error={enter.isError ? messageOf(enter.error) : undefined}
          autoFocus
        />
        <Button
          type="submit"
          size="large"
          look="primary"
          busy={enter.isPending}
          off={key.trim() === '' ? 'Enter a key first' : undefined}
        >
          Enter
        </Button>
      </form>
    </main>
  );
}
