/** Seedloom's mark: threads over and under, a seed where they cross. */
export function Mark() {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.3"
      strokeLinecap="round"
      aria-hidden
    >
      <path d="M3 8h10.4M18.6 8H21M3 16h2.4M10.6 16H21M8 3v2.4M8 10.6V21M16 3v10.4M16 18.6V21" />
      <ellipse
        cx="12"
        cy="12"
        rx="1.9"
        ry="1.25"
        transform="rotate(-45 12 12)"
        fill="currentColor"
        stroke="none"
      />
    </svg>
  );
}
