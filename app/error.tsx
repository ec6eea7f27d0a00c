'use client';

import { Button } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import { EmptyState } from '@/components/ui/states';

/** A page that broke: the rest goes on. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <Page title="This page stopped">
      <EmptyState
        title="This page stopped working"
        actions={
          <Button look="primary" onClick={reset}>
            Show it again
          </Button>
        }
      >
        Runs go on, and nothing that was saved is lost.
        {error.digest === undefined ? '' : ` In the log it is ${error.digest}.`}
      </EmptyState>
    </Page>
  );
}
