/** Who speaks in a conversation. Recipes spell roles in any case; inside they are lower case. */
export type ChatRole = 'system' | 'user' | 'assistant' | 'tool';

/** One message of a prompt, as it is sent to a model. */
export type ChatMessage = { readonly role: ChatRole; readonly content: string };
