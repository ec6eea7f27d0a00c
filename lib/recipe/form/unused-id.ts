/** The id itself, or the first of id_2, id_3, … that is free. */
export function unusedId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  // "tone_2" copied gives "tone_3".
  const stem = wanted.replace(/_\d{1,6}$/, '') || wanted;
  let number = 2;
  while (taken.has(`${stem}_${number}`)) number++;
  return `${stem}_${number}`;
}

/** An id made of a name: "Lost or stolen card" becomes lost_or_stolen_card. Letters of all scripts stay. */
export function idFromName(name: string): string {
  const words = name
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  return (words ?? []).join('_').slice(0, 60).replace(/_+$/, '');
}
