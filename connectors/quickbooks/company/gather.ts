import { FluxoError } from '#shared/errors.ts';

/** Choices that may each wait for a row of a table; what is missing is said together. */
export interface Gather {
  /** What the choice gives; undefined when it waits for a row. */
  of<T>(choice: () => T): T | undefined;
  /** Throws when something waits: the one error, or one that names all missing rows and waits for the first. */
  settle(): void;
}

/** Makes an order that lacks several rows wait once, so that nobody adds one only to find the next missing. */
export function makeGather(): Gather {
  const waiting: FluxoError[] = [];
  return {
    of(choice) {
      try {
        return choice();
      } catch (thrown) {
        if (!(thrown instanceof FluxoError) || thrown.code !== 'mapping.parked') throw thrown;
        waiting.push(thrown);
        return undefined;
      }
    },
    settle() {
      const [first] = waiting;
      if (!first) return;
      if (waiting.length === 1) throw first;
      const unique = (name: string) => [...new Set(waiting.map(({ data }) => data.params?.[name] ?? ''))];
      const values = unique('value').map((value) => `“${value}”`).join(', ');
      const labels = unique('label').join(', ');
      const also = waiting.slice(1).flatMap(({ data }) => data.parkedOn ?? []);
      throw new FluxoError({ ...first.data, ...(first.data.parkedOn && { parkedOn: { ...first.data.parkedOn, also } }), code: 'quickbooks.rows_missing', what: `${values}: not in the table yet of ${labels}.`, params: { values, labels }, fix: 'Add a row in each of these tables; the waiting records then go on in the next run.' }, { cause: first });
    },
  };
}
