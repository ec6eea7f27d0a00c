/** The id is the first field of an attribute's form. */
export function focusIdField(): void {
  document.querySelector<HTMLInputElement>('.form-pane input')?.select();
}
