/** What templates are found by. */
export const templateTags = ['classify', 'questions', 'conversation', 'documents', 'tools'] as const;
export type TemplateTag = (typeof templateTags)[number];
