import type { CallContext } from '#connectors/sdk/connector.ts';
import type { QuickBooksClient } from './client.ts';
import type { RowsOf } from './reading.ts';

/** What one of the lookups wants to know for a page of records, and what it does with the answers. */
export interface Questions {
  readonly asked: readonly { readonly rows: RowsOf<unknown>; readonly keep: (rows: readonly unknown[]) => void }[];
  /** Called when every answer was kept. */
  readonly done: () => void;
}

/** Puts everything that is wanted to the service in as few calls as its batch allows; none when there is nothing to ask. */
export async function askAll(client: QuickBooksClient, wanted: readonly Questions[], call: CallContext): Promise<void> {
  const asked = wanted.flatMap((questions) => questions.asked);
  if (asked.length === 0) return;
  const answers = await client.rowsOfMany(asked.map(({ rows }) => rows), call);
  asked.forEach(({ keep }, index) => keep(answers[index]!));
  for (const { done } of wanted) done();
}
