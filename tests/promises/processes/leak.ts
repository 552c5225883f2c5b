/** Loaded before the command line: its target for any service then remembers every record it ever sent. */
import { http } from '#connectors/http/index.ts';

const kept: string[] = [];
for (const { effects } of http.targets) {
  for (const effect of effects) {
    const { send } = effect;
    Object.assign(effect, {
      send: (...given: Parameters<typeof send>) => {
        kept.push(`${kept.length} ${JSON.stringify(given[1])}`.repeat(25));
        return send(...given);
      },
    });
  }
}
