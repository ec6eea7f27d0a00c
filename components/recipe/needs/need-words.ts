import type { RecipeNeeds } from '@/lib/api/recipe-wire';

/** What keeps a recipe from being run, in few words, and where it is mended. */
export type Need = {
  text: string;
  wayOut: string;
  /** Where to go; null where only the recipe itself can be changed. */
  href: string | null;
  /** Whether the model on this machine would do instead. */
  localWouldDo: boolean;
  /** Whether a run is refused for it; else it would only wait. */
  isRefused: boolean;
};

/** What a recipe lacks; null when nothing stands in the way. */
export function needOf({ asks, missing }: RecipeNeeds, isLocalModelThere: boolean): Need | null {
  if (missing === null) {
    return asks === 'model-server' && !isLocalModelThere
      ? {
          text: 'The local model isn’t running',
          wayOut: 'How to get it',
          href: '/models',
          localWouldDo: false,
          isRefused: false,
        }
      : null;
  }
  return { ...missingWords(missing), localWouldDo: true, isRefused: true };
}

function missingWords({
  code,
  engine,
  provider,
  message,
}: NonNullable<RecipeNeeds['missing']>): Pick<Need, 'text' | 'wayOut' | 'href'> {
  switch (code) {
    case 'missing-key':
      return { text: `${provider} has no key yet`, wayOut: 'Add key', href: addProviderHref(engine) };
    case 'missing-address':
      return { text: `${provider} has no address yet`, wayOut: 'Add address', href: addProviderHref(engine) };
    case 'key-elsewhere':
      return {
        text: `The key for ${provider} belongs to another address`,
        wayOut: 'Open Models',
        href: '/models',
      };
    case 'not-supported':
      return { text: `${provider} can’t be asked from here`, wayOut: '', href: null };
    default:
      return { text: message, wayOut: 'Open Models', href: '/models' };
  }
}

/** The page of models with the form for a new provider of an engine open. */
export function addProviderHref(engine: string): string {
  return `/models?${new URLSearchParams({ add: engine }).toString()}`;
}
