import { Download } from 'lucide-react';
import { Button, ButtonLink } from '@/components/ui/button';

/** Takes the file of a dialog, or says why it can't be taken yet. */
export function DownloadButton({ href, off }: { href: string; off: string | null }) {
  if (off !== null) {
    return (
      <Button size="large" look="primary" icon={Download} off={off}>
        Download
      </Button>
    );
  }
  return (
    <ButtonLink size="large" look="primary" icon={Download} href={href} prefetch={false} download>
      Download
    </ButtonLink>
  );
}
