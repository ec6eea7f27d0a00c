import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import { EmptyState } from '@/components/ui/states';

export const metadata: Metadata = { title: 'Not found' };

/** An address that leads nowhere. */
export default function NotFound() {
  return (
    <Page title="Not found">
      <EmptyState
        title="Nothing is at this address"
        actions={
          <>
            <ButtonLink href="/recipes" look="primary">
              Open recipes
            </ButtonLink>
            <ButtonLink href="/datasets">Open datasets</ButtonLink>
          </>
        }
      >
        It may have been deleted, or the address has a slip in it.
      </EmptyState>
    </Page>
  );
}
