/** The model that every installation has. */
export const localModel = { engine: 'LLAMACPP', name: 'HuggingFaceTB/SmolLM2-135M-Instruct' } as const;
