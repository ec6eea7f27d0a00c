/** Who speaks in a conversation. Recipes spell roles in any case; inside they are lower case. */
export type ChatRole = 'system' | 'user' | 'assistant' | 'tool';

/** One message of a prompt, as it is sent to a model. */
export type ChatMessage = {
  readonly role: ChatRole;
  /** Empty for an assistant that only calls tools. */
  readonly content: string;
  /** The tools that an assistant calls; absent for none. */
  readonly toolCalls?: readonly ToolCall[];
  /** Of a tool's message: the call that it answers. */
  readonly toolCallId?: string;
};

/** A tool that the model wants used. `arguments` is JSON as the model wrote it, which may be none. */
export type ToolCall = { readonly id: string; readonly name: string; readonly arguments: string };

/** A tool as the model is told of it; `parameters` is a JSON Schema. */
export type ToolDefinition = {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonObject;
};

/** A JSON object that is passed on as it is. */
export type JsonObject = Readonly<Record<string, unknown>>;
