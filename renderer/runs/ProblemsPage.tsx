export function ProblemsPage() {
  return <main aria-label="ProblemsPage" />;
}
