/** The display case. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d="M4 15.5V8.6C4 5.4 6.6 3 10 3s6 2.4 6 5.6v6.9" />
      <path d="M2.2 16.6h15.6" />
      <path d="M7.6 8.4c.3-1.1 1.1-1.8 2.2-2" />
    </svg>
  )
}
