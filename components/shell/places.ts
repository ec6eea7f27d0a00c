import { Cpu, FileText, SlidersHorizontal, Table, type LucideIcon } from 'lucide-react';

/** A place of the studio: where it is and which keys lead there. */
export type Place = { href: string; label: string; icon: LucideIcon; keys: string };

/** The places, for the rail, the keys, the palette and the list of keys. The last stands apart. */
export const places: readonly Place[] = [
  { href: '/recipes', label: 'Recipes', icon: FileText, keys: 'G R' },
  { href: '/datasets', label: 'Datasets', icon: Table, keys: 'G D' },
  { href: '/models', label: 'Models', icon: Cpu, keys: 'G M' },
  { href: '/settings', label: 'Settings', icon: SlidersHorizontal, keys: 'G S' },
];
