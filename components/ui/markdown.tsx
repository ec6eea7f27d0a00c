'use client';

import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';

/**
 * A text that a model wrote, as Markdown. HTML in it stays text, pictures are not fetched, links open elsewhere
 * and tell nobody where they were pressed.
 */
export function MarkdownText({ text }: { text: string }) {
  return (
    <div className="markdown" dir="auto">
      <Markdown
        remarkPlugins={[remarkGfm]}
        skipHtml={false}
        components={{
          a: ({ href, children }) => (
            <a href={href} target="_blank" rel="noreferrer noopener">
              {children}
            </a>
          ),
          img: ({ alt }) => <span className="t2">[picture: {alt ?? ''}]</span>,
        }}
      >
        {text}
      </Markdown>
    </div>
  );
}
