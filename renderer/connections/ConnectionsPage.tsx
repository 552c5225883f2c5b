export function ConnectionsPage() {
  return <main aria-label="ConnectionsPage" />;
}
