'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { keepAsking } from '@/components/ui/keep-asking';
import { Button } from '@/components/ui/button';
import { ToolUse } from '@/components/ui/tool-use';
import { wholeText } from '@/lib/client/cell-text';
import { turnsOf, type ShownTurn } from '@/lib/client/conversation';
import { formatBytes } from '@/lib/client/format';

// Only conversations need it, and it is large.
const MarkdownText = dynamic(keepAsking(async () => (await import('@/components/ui/markdown')).MarkdownText));

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
  const turns = turnsOf(value);
  if (turns !== null) return <Conversation turns={turns} />;
  if (value === undefined || value === null) return <p className="t3">No value</p>;
  const isText = typeof value === 'string';
  return (
    <div className={isText ? 'prompt value-text' : 'prompt value-text mono'} dir="auto">
      <LongText text={wholeText(value)} />
    </div>
  );
}

/** A conversation as its turns stand on a page: by role, texts as Markdown or as they are, tools by their calls. */
function Conversation({ turns }: { turns: readonly ShownTurn[] }) {
  const [isRaw, setRaw] = useState(false);
  return (
    <div className="conversation">
      {turns.map(({ role, content, uses }, at) => (
        <div key={at} className={`said-by ${knownRoles.includes(role) ? role : 'other'}`}>
          <span className="who">{role}</span>
          {content === '' ? null : isRaw || content.length > shownCharacters ? (
            <span className="said" dir="auto">
              <LongText text={content} />
            </span>
          ) : (
            <MarkdownText text={content} />
          )}
          {uses.map((use, position) => (
            <ToolUse key={position} use={use} />
          ))}
        </div>
      ))}
      <Button look="link" onClick={() => setRaw(!isRaw)}>
        {isRaw ? 'Show as Markdown' : 'Show as it is'}
      </Button>
    </div>
  );
}

const knownRoles = ['system', 'user', 'assistant', 'tool'];
