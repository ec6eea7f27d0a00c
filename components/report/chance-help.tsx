'use client';

import { CircleHelp } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

/** Says by which formula a difference is called chance. */
export function ChanceHelp() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="ghost" size="small" icon={CircleHelp} onClick={() => setOpen(true)}>
        What is chance
      </Button>
      <Dialog open={isOpen} onClose={() => setOpen(false)} width="narrow" title="What is chance here">
        <div className="stack">
          <p>
            Values are drawn by lot, so shares are never exact. A difference counts as chance while it is at
            most
          </p>
          <p className="code mono">z · √(wanted · (1 − wanted) / rows) + 1 / (2 · rows)</p>
          <p>
            z is 1.96 for one value and grows with the number of values that are compared (3.4 for 77), so
            that in 19 of 20 reports on a fair draw no value is marked. A marked value is worth a look: rows
            with it may be rejected or fail more often than others.
          </p>
          <p className="small t2">
            Wanted is the share that the recipe’s rates and combinations give, worked out exactly.
          </p>
        </div>
      </Dialog>
    </>
  );
}
