/** When a server that doesn't answer is asked again; null for now. */
export function RetryIn({ seconds }: { seconds: number | null }) {
  // The countdown would be read aloud each second.
  return (
    <span className="num" aria-hidden>
      {seconds === null ? 'Trying again …' : `Trying again in ${seconds} s.`}
    </span>
  );
}
