import { useMemo } from 'react';
import { monaco } from './monaco';
import { tokenColour } from './token-looks';

/** Loads what colours a text as the editor does, for `lazy`. */
export async function loadColouredYaml() {
  // Resolves when Monaco has the language.
  await monaco.editor.colorize('', 'yaml', {});
  return { default: ColouredYaml };
}

/** A text of YAML in the editor's colours, to read only: other than in the editor its lines may wrap. */
function ColouredYaml({ text }: { text: string }) {
  const lines = useMemo(() => colouredLines(text), [text]);
  return lines.map((pieces, line) => (
    <span key={line}>
      {pieces.map(({ start, colour, text: piece }) =>
        colour === 'text' ? (
          piece
        ) : (
          <span key={start} style={{ color: `var(--${colour})` }}>
            {piece}
          </span>
        ),
      )}
      {line === lines.length - 1 ? null : '\n'}
    </span>
  ));
}

function colouredLines(text: string) {
  const lines = text.split(/\r\n|\r|\n/);
  return monaco.editor.tokenize(text, 'yaml').map((tokens, line) =>
    tokens.map(({ offset, type }, at) => ({
      start: offset,
      colour: tokenColour(type),
      text: (lines[line] ?? '').slice(offset, tokens[at + 1]?.offset),
    })),
  );
}
