/** What is known of an engine before it is asked anything. */
export type EngineFacts = {
  /** Shown to people. */
  readonly label: string;
  readonly protocol: 'openai' | 'anthropic' | 'echo' | 'local' | 'unsupported';
  /** Where it answers unless the recipe or provider says otherwise; absent = an address must be given. */
  readonly baseUrl?: string;
  /** An address that each customer has an own one of: `{NAME}` stands for a variable of the environment. */
  readonly baseUrlTemplate?: string;
  /** The environment variable that holds its key by convention. */
  readonly keyVariable?: string;
  readonly keyRequired: boolean;
  readonly acceptsSeed: boolean;
  /** Whether models behind it can be offered tools. */
  readonly callsTools: boolean;
  /** For `unsupported` ones: what to use instead. */
  readonly advice?: string;
};

const openAi = { protocol: 'openai', keyRequired: true, acceptsSeed: true, callsTools: true } as const;
const local = { protocol: 'local', keyRequired: false, acceptsSeed: true, callsTools: false } as const;
const selfHosted = { protocol: 'openai', keyRequired: false, acceptsSeed: true, callsTools: true } as const;

/** The engines a recipe may name. */
export const engines = {
  ANTHROPIC: {
    label: 'Anthropic',
    protocol: 'anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    keyVariable: 'ANTHROPIC_API_KEY',
    keyRequired: true,
    acceptsSeed: false,
    callsTools: true,
  },
  BEDROCK: {
    label: 'Amazon Bedrock',
    protocol: 'unsupported',
    keyRequired: true,
    acceptsSeed: false,
    callsTools: false,
    advice: 'Use REMOTE with the address of an OpenAI-compatible gateway in front of Bedrock.',
  },
  CEREBRAS: {
    ...openAi,
    label: 'Cerebras',
    baseUrl: 'https://api.cerebras.ai/v1',
    keyVariable: 'CEREBRAS_API_KEY',
  },
  DEEPSEEK: {
    ...openAi,
    label: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com/v1',
    keyVariable: 'DEEPSEEK_API_KEY',
    acceptsSeed: false,
  },
  ECHO: {
    label: 'Echo (a rehearsal)',
    protocol: 'echo',
    keyRequired: false,
    acceptsSeed: true,
    callsTools: false,
  },
  FIREWORKS: {
    ...openAi,
    label: 'Fireworks AI',
    baseUrl: 'https://api.fireworks.ai/inference/v1',
    keyVariable: 'FIREWORKS_API_KEY',
  },
  GOOGLE_GEMINI: {
    ...openAi,
    label: 'Google Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    keyVariable: 'GEMINI_API_KEY',
    acceptsSeed: false,
    callsTools: false,
  },
  GOOGLE_VERTEX: {
    ...openAi,
    label: 'Google Vertex AI',
    baseUrlTemplate:
      'https://{REGION}-aiplatform.googleapis.com/v1beta1/projects/{PROJECT_ID}/locations/{REGION}/endpoints/openapi',
    keyVariable: 'GOOGLE_OAUTH_ACCESS_TOKEN',
  },
  HUGGING_FACE_ROUTER: {
    ...openAi,
    label: 'Hugging Face',
    baseUrl: 'https://router.huggingface.co/v1',
    keyVariable: 'HF_TOKEN',
  },
  LLAMACPP: { ...local, label: 'Local model' },
  NATIVE: { ...local, label: 'Local model' },
  NATIVE_TEXT: { ...local, label: 'Local model' },
  OPENAI: {
    ...openAi,
    label: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    keyVariable: 'OPENAI_API_KEY',
  },
  OPENROUTER: {
    ...openAi,
    label: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    keyVariable: 'OPENROUTER_API_KEY',
  },
  PARASAIL: {
    ...openAi,
    label: 'Parasail',
    baseUrl: 'https://api.parasail.io/v1',
    keyVariable: 'PARASAIL_API_KEY',
  },
  REMOTE: { ...selfHosted, label: 'OpenAI-compatible endpoint' },
  REMOTE_VLLM: { ...selfHosted, label: 'vLLM server' },
  SAMBANOVA: {
    ...openAi,
    label: 'SambaNova',
    baseUrl: 'https://api.sambanova.ai/v1',
    keyVariable: 'SAMBANOVA_API_KEY',
  },
  SGLANG: { ...selfHosted, label: 'SGLang server' },
  TOGETHER: {
    ...openAi,
    label: 'Together AI',
    baseUrl: 'https://api.together.xyz/v1',
    keyVariable: 'TOGETHER_API_KEY',
  },
  VLLM: { ...local, label: 'Local model' },
} as const satisfies Record<string, EngineFacts>;

/** A name that `inference_config.engine` may have. */
export type EngineName = keyof typeof engines;

/** All names, in alphabetical order. */
export const engineNames: readonly EngineName[] = Object.keys(engines).filter(isEngineName);

/** Tells whether a text is the name of an engine (upper case, as in recipes). */
export function isEngineName(name: string): name is EngineName {
  return Object.hasOwn(engines, name);
}

/** What is known of an engine. */
export function engineFacts(name: EngineName): EngineFacts {
  return engines[name];
}
