'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { messagesOf, wholeText } from '@/lib/client/cell-text';
import { formatBytes } from '@/lib/client/format';

/** Longer texts are shown in part until they are asked for whole. */
const shownCharacters = 4000;

/** A text of any length without freezing the page: the start at once, the rest on request. */
export function LongText({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  if (isWhole || text.length <= shownCharacters) return text;
  return (
    <>
      {text.slice(0, shownCharacters)}…{' '}
      <Button look="link" onClick={() => setWhole(true)}>
        Show all {formatBytes(text.length)}
      </Button>
    </>
  );
}

/** A value of a row as it is: a conversation by its messages, the rest as text. */
export function ValueView({ value }: { value: unknown }) {
  const messages = messagesOf(value);
  if (messages !== null) {
    return (
      <div className="prompt">
        {messages.map(({ role, content }, at) => (
          <div key={at} className="turn">
            <span className="who">{role}</span>
            <span className="said" dir="auto">
              <LongText text={content} />
            </span>
          </div>
        ))}
      </div>
    );
  }
  if (value === undefined || value === null) return <p className="t3">No value</p>;
  const isText = typeof value === 'string';
  return (
    <div className={isText ? 'prompt value-text' : 'prompt value-text mono'} dir="auto">
      <LongText text={wholeText(value)} />
    </div>
  );
}
