/** Other readers of recipes that ours can be written for. */
export const exportFormats = ['oumi', 'hosted'] as const;

export type ExportFormat = (typeof exportFormats)[number];
