import { showToast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/api';

/** Says that a press came to nothing, in the server's words. */
export function tellFailure(error: unknown): void {
  showToast({ tone: 'bad', text: messageOf(error) });
}
