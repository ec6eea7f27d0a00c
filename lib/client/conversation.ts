/** A tool that an assistant used: what it was asked, and what it gave; `result` is null where nothing tells. */
export type ToolUse = { name: string; arguments: string; result: string | null };

/** A message of a conversation with its content as text. What tools gave stands with the call that asked for it. */
export type ShownTurn = { role: string; content: string; uses: readonly ToolUse[] };

/** The messages of a conversation value: a list of them, or an object with such a list; null for others. */
export function messagesOf(value: unknown): Record<string, unknown>[] | null {
  const list = Array.isArray(value) ? value : isRecord(value) ? value['messages'] : null;
  if (!Array.isArray(list) || list.length === 0) return null;
  return list.every(isMessage) ? list : null;
}

/** A conversation as it is shown, a turn for each message but those of tools whose call is there; null for others. */
export function turnsOf(value: unknown): ShownTurn[] | null {
  const messages = messagesOf(value);
  if (messages === null) return null;
  const turns: ShownTurn[] = [];
  // Ids of calls are unique in a turn only, so the newest call with an id is the one that is answered.
  const open = new Map<string, ToolUse>();
  for (const message of messages) {
    const answered = open.get(String(message['tool_call_id']));
    if (message['role'] === 'tool' && answered !== undefined) {
      answered.result = textOf(message['content']);
      continue;
    }
    const uses = callsOf(message).map(({ id, ...call }) => {
      const use = { ...call, result: null };
      if (id !== null) open.set(id, use);
      return use;
    });
    turns.push({ role: String(message['role']), content: textOf(message['content']), uses });
  }
  return turns;
}

function isMessage(item: unknown): item is Record<string, unknown> {
  if (!isRecord(item) || typeof item['role'] !== 'string') return false;
  return 'content' in item || Array.isArray(item['tool_calls']);
}

/** The calls of a message, written as chat endpoints have them or flat; arguments are JSON or an object. */
function callsOf(message: Record<string, unknown>): { id: string | null; name: string; arguments: string }[] {
  const calls = message['tool_calls'];
  if (!Array.isArray(calls)) return [];
  return calls.filter(isRecord).map((call) => {
    const { name, arguments: written } = isRecord(call['function']) ? call['function'] : call;
    return {
      id: typeof call['id'] === 'string' ? call['id'] : null,
      name: textOf(name),
      arguments: textOf(written),
    };
  });
}

function textOf(content: unknown): string {
  if (content === null || content === undefined) return '';
  return typeof content === 'string' ? content : JSON.stringify(content);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
