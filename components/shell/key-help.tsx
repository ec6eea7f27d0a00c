'use client';

import { useState } from 'react';
import { commandGroups } from '@/components/ui/commands';
import { Dialog } from '@/components/ui/dialog';
import { Keys } from '@/components/ui/keys';
import { anywhere } from './use-anywhere-keys';

/** All keys that work on the page at hand. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  const [groups] = useState(() =>
    commandGroups()
      .map(({ title, commands }) => ({
        title,
        commands: commands.flatMap(({ keys, name }) => (keys === undefined ? [] : [{ keys, name }])),
      }))
      .filter(({ commands }) => commands.length > 0)
      .toSorted((a, b) => Number(a.title === anywhere) - Number(b.title === anywhere)),
  );
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts" width="narrow">
      {/* Focusable, so that a long list can be scrolled by keys. */}
      <div className="key-help" role="group" aria-label="Keys" tabIndex={0}>
        {groups.map(({ title, commands }) => (
          <section key={title} aria-label={title}>
            <h3 className="small t2">{title}</h3>
            <dl className="shortcuts">
              {commands.map(({ keys, name }) => (
                <div key={`${keys} ${name}`}>
                  <dt>
                    <Keys of={keys} />
                  </dt>
                  <dd>{name}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
