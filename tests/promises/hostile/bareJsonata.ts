import jsonata from 'jsonata';

/** JSONata as it comes, for the negative control: no limit of any kind. */
process.on('message', (order: { readonly text: string; readonly record: unknown }) => {
  void jsonata(order.text)
    .evaluate(order.record)
    .then((value: unknown) => process.send?.({ value: value ?? null }), (thrown: unknown) => process.send?.({ error: { code: String((thrown as { code?: unknown }).code), what: 'it failed' } }));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
