/** Cuts a text/event-stream into the data of its events, however the pieces fall. Feed it, then end it. */
export function createSseParser(onData: (data: string) => void): { feed(piece: string): void; end(): void } {
  let rest = '';
  let data: string[] = [];
  const dispatch = () => {
    if (data.length > 0) onData(data.join('\n'));
    data = [];
  };
  const takeLine = (line: string) => {
    if (line === '') dispatch();
    else if (line.startsWith('data:')) data.push(line.startsWith('data: ') ? line.slice(6) : line.slice(5));
  };
  return {
    feed(piece) {
      rest += piece;
      let start = 0;
      for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
        takeLine(rest.slice(start, rest[end - 1] === '\r' ? end - 1 : end));
        start = end + 1;
      }
      rest = rest.slice(start);
    },
    end() {
      if (rest !== '') takeLine(rest.replace(/\r$/, ''));
      rest = '';
      dispatch();
    },
  };
}
