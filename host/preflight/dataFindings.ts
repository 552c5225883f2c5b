import { isZero } from '#shared/money/decimal.ts';
import type { RecordStory, SourceRecord } from '#shared/records/story.ts';
import type { Finding } from '#shared/setup/preflight.ts';

/** One record as the mapping made it, with what a person calls it. */
interface Sample {
  readonly title: string;
  readonly mapped: SourceRecord;
}

/** A clock may be a little ahead, and a shop may date tomorrow's delivery. */
const aheadMs = 24 * 60 * 60_000;

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');
const examples = (samples: readonly Sample[]) => ({ count: samples.length, examples: samples.slice(0, 3).map(({ title }) => title) });

/** Oddities of the records themselves that no single one of them shows, or that a target takes without a word. `nodeId` is where they are read. */
export function dataFindings(stories: readonly RecordStory[], entity: string, nodeId: string, now: number): readonly Finding[] {
  const samples = stories.flatMap(({ row, mapped }): Sample[] => (mapped ? [{ title: row.title, mapped }] : []));
  const warn = (reason: { code: string; text: string; params: Record<string, string>; fix: string }, found: readonly Sample[]): Finding => ({ topic: 'data', severity: 'warning', said: { by: 'look', reason }, ...examples(found), place: { nodeId } });
  const findings: Finding[] = [];

  const ahead = samples.filter(({ mapped }) => Date.parse(text(mapped['date'])) > now + aheadMs);
  if (ahead.length > 0) findings.push(warn({ code: 'preflight.dated_ahead', text: 'Some are dated in the future.', params: { today: new Date(now).toISOString().slice(0, 10) }, fix: 'Look at the clock and the time zone of this machine and of the till.' }, ahead));

  const currencies = [...new Set(samples.map(({ mapped }) => text(mapped['currency']).toUpperCase()).filter((code) => code !== ''))].toSorted();
  if (currencies.length > 1) findings.push(warn({ code: 'preflight.currencies', text: `They come in several currencies: ${currencies.join(', ')}.`, params: { currencies: currencies.join(', ') }, fix: 'See that the target keeps all of them, or leave some out with a filter.' }, samples.filter(({ mapped }) => text(mapped['currency']).toUpperCase() !== currencies[0])));

  for (const field of entity === 'customer' ? ['email'] : entity === 'product' || entity === 'stock' ? ['sku'] : []) {
    const same = [...Map.groupBy(samples.filter(({ mapped }) => text(mapped[field]) !== ''), ({ mapped }) => text(mapped[field]).toLowerCase()).values()].filter((group) => group.length > 1).flat();
    if (same.length === 0) continue;
    findings.push(
      field === 'email'
        ? warn({ code: 'preflight.same_email', text: 'Several share an e-mail address.', params: {}, fix: 'Decide what a shared address means in the settings of the target, or put the cards right.' }, same)
        : warn({ code: 'preflight.same_sku', text: 'Several share an article number.', params: {}, fix: 'Give each article a number of its own; else the later one overwrites the earlier.' }, same),
    );
  }

  if (entity === 'product') {
    const free = samples.filter(({ mapped }) => [mapped['priceIncl'], mapped['priceExcl']].every((price) => text(price) === '' || isZero(text(price))));
    if (free.length > 0) findings.push(warn({ code: 'preflight.no_price', text: 'Some have no price.', params: {}, fix: 'Give them a price, or leave them out with a filter.' }, free));
  }
  return findings;
}
