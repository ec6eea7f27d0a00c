/** Keys as they are printed on a keyboard, one beside the other. */
export function Keys({ of }: { of: string }) {
  return of.split(' ').map((key, at) => <kbd key={at}>{key}</kbd>);
}
