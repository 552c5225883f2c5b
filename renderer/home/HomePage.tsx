export function HomePage() {
  return <main aria-label="HomePage" />;
}
