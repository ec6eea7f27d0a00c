/** Beside the head of a prompt: how placeholders come into it. */
export function InsertHint() {
  return (
    <span className="right small t3 wide-only">
      Type <kbd className="typed">{'{'}</kbd> to insert a value
    </span>
  );
}
