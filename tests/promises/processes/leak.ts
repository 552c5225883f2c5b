/** Loaded before the command line: its target for any service then keeps half a megabyte for every record it ever sent. */
import { http } from '#connectors/http/index.ts';

const kept: Buffer[] = [];
for (const { effects } of http.targets) {
  for (const effect of effects) {
    const { send } = effect;
    Object.assign(effect, {
      send: (...given: Parameters<typeof send>) => {
        kept.push(Buffer.alloc(500_000, 1));
        return send(...given);
      },
    });
  }
}
