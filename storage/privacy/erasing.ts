import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Person, Traces } from '#shared/records/privacy.ts';
import type { StoryStep } from '#shared/records/story.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { runOf, seqOf } from '#storage/sqlite/recordIds.ts';
import { makeSearching } from '#storage/runs/searching.ts';
import { makeTakenPages } from '#storage/runs/takenPages.ts';
import type { ErasedKeys } from './erasedKeys.ts';

/** What of the database is about a person; found first, then erased or exported. */
interface Found {
  /** Rows about the person: their payload goes, their outcome stays. */
  readonly about: ReadonlyMap<number, AboutRow>;
  /** Lines of blocks that go altogether, and those of which only the bodies of requests and answers go. */
  readonly whole: ReadonlyMap<number, ReadonlySet<number>>;
  readonly bodies: ReadonlyMap<number, ReadonlySet<number>>;
  readonly problems: readonly number[];
  readonly unresolved: readonly { readonly flowId: string; readonly sourceKey: string }[];
}

interface AboutRow {
  readonly id: number;
  readonly source: number;
  readonly key: string;
  readonly outcome: string;
  readonly source_block: number;
  readonly source_line: number;
  readonly story_block: number | null;
  readonly story_line: number | null;
}

export interface Erasing {
  find(person: Person): Promise<Traces>;
  /** Throws `privacy.unsure` while a write about the person has an unknown outcome. The caller holds off all runs. */
  erase(person: Person, at: number): Promise<Traces>;
  /** All that is kept about the person, as data. */
  export(person: Person): Promise<readonly object[]>;
}

/** A part of a batch as it is kept; see `storage/runs/batches.ts`. */
type Part = readonly [lineage: number, sourceKey: string, entity: string, key: string, fingerprint: string, name: string];

const erasedReason = JSON.stringify({ code: 'privacy.erased', text: 'What this record held was erased at the wish of the person it was about.' });
const erasedLine = 'null';
/** Blocks unpacked before somebody else gets a turn. */
const perTurn = 100;

const pack = (text: string) => zstdCompressSync(Buffer.from(text), { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } });

export function makeErasing(db: Database, keys: ErasedKeys): Erasing {
  const blockIds = db.prepare('SELECT block FROM blocks ORDER BY block');
  const blockData = db.prepare('SELECT data, at FROM blocks WHERE block = ?');
  const columns = 'id, source, key, outcome, source_block, source_line, story_block, story_line';
  const rows = db.prepare(`SELECT ${columns} FROM records`);
  const byText = db.prepare(`SELECT id FROM records WHERE instr(lower(key || char(10) || title || char(10) || coalesce(subtitle, '') || char(10) || coalesce(reason, '') || char(10) || coalesce(target, '')), ?) > 0`);
  const ofSameKey = db.prepare(`SELECT ${columns} FROM records WHERE source = ? AND key = ?`);
  const problemsByText = db.prepare("SELECT problem FROM problems WHERE instr(lower(key || char(10) || title || char(10) || error || char(10) || cause), ?) > 0");
  const problemsOf = db.prepare('SELECT problem FROM problems WHERE record = ? OR (key = ? AND flow_id = (SELECT flow_id FROM sources WHERE source = ?) AND node_id = (SELECT node_id FROM sources WHERE source = ?))');
  const sending = db.prepare("SELECT flow_id, source_key, lineage, lower(source_key || char(10) || coalesce(payload, '') || char(10) || coalesce(ledger, '')) AS text FROM intents WHERE state = 'sending'");

  const searching = makeSearching(db);
  const pages = makeTakenPages(db);
  const openBatches = db.prepare("SELECT flow_id, parts, payload FROM batches WHERE state = 'sending'");
  const settledBatches = db.prepare("SELECT batch, parts, results FROM batches WHERE state = 'settled' AND parts IS NOT NULL");

  const lineText = (text: string, needles: readonly string[]) => {
    const lower = text.toLowerCase();
    return needles.some((needle) => lower.includes(needle));
  };
  const linesOf = (block: number): string[] | null => {
    const row = blockData.get(block) as { data: Uint8Array } | undefined;
    return row ? zstdDecompressSync(row.data).toString().split('\n') : null;
  };

  /** Lines of blocks that name the person. */
  async function hits(needles: readonly string[]): Promise<ReadonlyMap<number, ReadonlySet<number>>> {
    const found = new Map<number, Set<number>>();
    if (needles.length === 0) return found;
    let looked = 0;
    for (const { block } of blockIds.all() as { block: number }[]) {
      if ((looked += 1) % perTurn === 0) await new Promise(setImmediate);
      const lines = linesOf(block);
      if (!lines || !lineText(lines.join('\n'), needles)) continue;
      found.set(block, new Set(lines.flatMap((line, index) => (lineText(line, needles) ? [index] : []))));
    }
    return found;
  }

  async function collect({ needles, key }: Person): Promise<Found> {
    // What a run that died left of its pages is about somebody, too.
    await db.write(() => pages.writeOut(0, Number.MAX_SAFE_INTEGER));
    const named = await hits(needles);
    const isNamed = (block: number | null, line: number | null) => block !== null && line !== null && named.get(block)?.has(line) === true;
    const texts = new Set<number>(needles.flatMap((needle) => (byText.all(needle) as { id: number }[]).map(({ id }) => id)));
    const open = new Set((db.prepare("SELECT record FROM problems WHERE state = 'open'").all() as { record: number }[]).map(({ record }) => record));
    const about = new Map<number, AboutRow>();
    for (const row of rows.iterate() as Iterable<unknown>) {
      const one = row as AboutRow;
      const itself = texts.has(one.id) || (key !== undefined && one.key === key) || isNamed(one.source_block, one.source_line);
      if (itself || isInStory(one, open, isNamed, needles)) about.set(one.id, { ...one });
    }
    // Earlier and later versions of the same record are about the same person, also where they do not say so.
    const same = Array.from(about.values(), ({ source, key: of }) => ofSameKey.all(source, of)).flat();
    for (const row of same) about.set(row['id'] as number, row as unknown as AboutRow);

    const whole = new Map<number, Set<number>>();
    const bodies = new Map<number, Set<number>>();
    const put = (into: Map<number, Set<number>>, block: number, line: number) => void into.set(block, (into.get(block) ?? new Set<number>()).add(line));
    for (const { source_block, source_line, story_block, story_line } of about.values()) {
      put(whole, source_block, source_line);
      // What a whole page answered holds the record as well.
      put(bodies, source_block, 0);
      if (story_block === null) continue;
      put(whole, story_block, story_line!);
      put(bodies, story_block, 0);
    }
    for (const [block, lines] of named) for (const line of lines) if (!whole.get(block)?.has(line)) put(bodies, block, line);

    const problems = new Set<number>(needles.flatMap((needle) => (problemsByText.all(needle) as { problem: number }[]).map(({ problem }) => problem)));
    for (const { id, key: of, source } of about.values()) for (const { problem } of problemsOf.all(id, of, source, source) as { problem: number }[]) problems.add(problem);
    const unresolved = (sending.all() as { flow_id: string; source_key: string; lineage: number; text: string }[])
      .filter((intent) => about.has(intent.lineage) || intent.source_key === key || needles.some((needle) => intent.text.includes(needle)))
      .map((intent) => ({ flowId: intent.flow_id, sourceKey: intent.source_key }));
    for (const { flow_id: flowId, parts, payload } of openBatches.all() as { flow_id: string; parts: string; payload: Uint8Array }[]) {
      const own = JSON.parse(parts) as readonly Part[];
      if (own.some(([lineage, sourceKey]) => about.has(lineage) || sourceKey === key) || lineText(`${parts}\n${zstdDecompressSync(payload).toString()}`, needles)) unresolved.push({ flowId, sourceKey: '' });
    }
    return { about, whole, bodies, problems: [...problems], unresolved };
  }

  /** A story that names the person makes the record theirs. One that waits still may only have looked at them beside others: its own data decides then. */
  function isInStory(row: AboutRow, open: ReadonlySet<number>, isNamed: (block: number | null, line: number | null) => boolean, needles: readonly string[]): boolean {
    if (!isNamed(row.story_block, row.story_line)) return false;
    if (row.outcome !== 'pending' && !open.has(row.id)) return true;
    const { mapped } = JSON.parse(linesOf(row.story_block!)?.[row.story_line!] ?? 'null') as { mapped?: unknown };
    return lineText(JSON.stringify(mapped ?? null), needles);
  }

  const like = (column: string) => `instr(lower(coalesce(${column}, '')), ?1) > 0`;
  const count = (sql: string, needle: string) => (db.prepare(sql).get(needle) as { count: number }).count;
  const countEach = (table: string, where: string, { needles, key }: Person, keyColumn: string) =>
    needles.reduce((sum, needle) => sum + count(`SELECT count(*) AS count FROM ${table} WHERE ${where}`, needle), 0) + (key === undefined ? 0 : count(`SELECT count(*) AS count FROM ${table} WHERE ${keyColumn} = ?1`, key));

  function tracesOf(found: Found, person: Person): Traces {
    const lines = (map: ReadonlyMap<number, ReadonlySet<number>>) => [...map.values()].reduce((sum, set) => sum + set.size, 0);
    return {
      records: found.about.size,
      payloads: lines(found.whole),
      bodies: lines(found.bodies),
      problems: found.problems.length,
      writes: countEach('intents', `${like('source_key')} OR ${like('ledger')} OR ${like('result')} OR ${like('payload')}`, person, 'source_key'),
      ledger: countEach('ledger', `${like('source_key')} OR ${like('target_id')} OR ${like('target_version')} OR ${like('previous')}`, person, 'source_key'),
      seen: countEach('seen', like('key'), person, 'key'),
      unresolved: [...new Set(found.unresolved.map(({ flowId }) => flowId))],
    };
  }

  /** The block with lines gone, under a new number, so that nobody's memory of the old one shows them. */
  function rewrite(block: number, whole: ReadonlySet<number>, bodies: ReadonlySet<number>, needles: readonly string[]): number {
    const { at } = blockData.get(block) as { at: number };
    const lines = linesOf(block)!.map((line, index) => (whole.has(index) ? erasedLine : bodies.has(index) ? withoutBodies(line, needles) : line));
    const made = Number(db.prepare('INSERT INTO blocks (at, data) VALUES (?, ?)').run(at, pack(lines.join('\n'))).lastInsertRowid);
    db.prepare('DELETE FROM blocks WHERE block = ?').run(block);
    return made;
  }

  function apply(found: Found, { needles, key }: Person, at: number): void {
    const isPersonal = (text: string) => text === key || needles.some((needle) => text.toLowerCase().includes(needle));
    const hidden = (text: string) => (isPersonal(text) ? keys.erase(text, at) : text);

    const moved = new Map<number, number>();
    for (const block of new Set([...found.whole.keys(), ...found.bodies.keys()])) if (linesOf(block)) moved.set(block, rewrite(block, found.whole.get(block) ?? new Set(), found.bodies.get(block) ?? new Set(), needles));
    const numbers = JSON.stringify(Object.fromEntries(moved));
    for (const column of ['source_block', 'story_block']) db.prepare(`UPDATE kept_records SET ${column} = json_extract(?1, '$."' || ${column} || '"') WHERE ${column} IN (SELECT CAST(key AS INTEGER) FROM json_each(?1))`).run(numbers);

    const blank = db.prepare("UPDATE kept_records SET key = ?, title = 'erased', subtitle = NULL, form = NULL, target_id = NULL, own_target = NULL, own_reason = ? WHERE id = ?");
    const shown = db.prepare("SELECT title, subtitle, key, coalesce(reason ->> '$.text', '') AS reasonText, outcome, source FROM records WHERE id = ?");
    const drop = db.prepare('DELETE FROM kept_records WHERE id = ?');
    const giveBack = db.prepare('UPDATE runs SET taken = taken - 1 WHERE run = ?');
    const formOf = db.prepare('SELECT form FROM kept_records WHERE id = ? AND form IS NOT NULL');
    const theirForms = new Set(Array.from(found.about.keys(), (id) => formOf.get(id) as { form: number } | undefined).flatMap((row) => row?.form ?? []));
    for (const { id, key: of, outcome } of found.about.values()) {
      if (outcome === 'pending') {
        // It was about to be worked on and never is; the sums of its run go without it.
        drop.run(id);
        giveBack.run(runOf(id));
        continue;
      }
      const before = shown.get(id) as unknown as Parameters<typeof searching.remove>[1];
      searching.remove(id, before);
      blank.run(hidden(of), erasedReason, id);
      searching.add([{ ...before, id, title: 'erased', subtitle: null, key: hidden(of), reasonText: '' }]);
    }
    // What only they said goes, whether it names them or not.
    db.prepare('DELETE FROM forms WHERE form IN (SELECT value FROM json_each(?)) AND form NOT IN (SELECT form FROM kept_records WHERE form IS NOT NULL)').run(JSON.stringify([...theirForms]));
    for (const problem of found.problems) db.prepare('DELETE FROM problems WHERE problem = ?').run(problem);

    const lineages = JSON.stringify([...found.about.keys()]);
    db.prepare(`UPDATE intents SET ledger = NULL, result = CASE WHEN result IS NULL THEN NULL ELSE json_remove(result, '$.label') END WHERE state <> 'sending' AND lineage IN (SELECT value FROM json_each(?))`).run(lineages);
    const keepBatch = db.prepare('UPDATE batches SET parts = ?, results = ? WHERE batch = ?');
    for (const { batch, parts, results } of settledBatches.all() as { batch: number; parts: string; results: string }[]) {
      const own = JSON.parse(parts) as readonly Part[];
      const ended = JSON.parse(results) as readonly ({ readonly type: string; readonly id: string; readonly version?: string } | null)[];
      const isTheirs = own.map((part, index) => found.about.has(part[0]) || isPersonal(part[1]) || isPersonal(part[3]) || lineText(`${part[5]}\n${JSON.stringify(ended[index])}`, needles));
      if (!isTheirs.includes(true)) continue;
      const keptParts = own.map(([lineage, sourceKey, entity, at, fingerprint, called], index) => [lineage, hidden(sourceKey), entity, hidden(at), fingerprint, isTheirs[index] ? 'erased' : called]);
      const keptEnds = ended.map((end, index) => (end && isTheirs[index] ? { type: end.type, id: isPersonal(end.id) ? 'erased' : end.id, ...(end.version !== undefined && { version: end.version }) } : end));
      keepBatch.run(JSON.stringify(keptParts), JSON.stringify(keptEnds), batch);
    }
    for (const needle of needles) {
      db.prepare(`UPDATE intents SET ledger = NULL WHERE ${like('ledger')} AND state <> 'sending'`).run(needle);
      db.prepare(`UPDATE intents SET result = json_object('type', result ->> '$.type', 'id', 'erased') WHERE ${like('result')}`).run(needle);
      // Where the thing itself is named after the person, nothing may be known of it: the next time it is looked for anew.
      db.prepare(`DELETE FROM ledger WHERE ${like('target_id')} OR ${like('target_version')} OR ${like('previous')}`).run(needle);
      db.prepare(`UPDATE runs SET error = json_object('code', error ->> '$.code', 'kind', error ->> '$.kind', 'what', 'What this error said was erased.') WHERE ${like('error')}`).run(needle);
    }
    for (const [table, column] of [['intents', 'source_key'], ['ledger', 'source_key'], ['seen', 'key']] as const) {
      const named = db.prepare(`SELECT DISTINCT ${column} AS key FROM ${table}`).all() as { key: string }[];
      const change = db.prepare(`UPDATE OR REPLACE ${table} SET ${column} = ? WHERE ${column} = ?`);
      for (const { key: of } of named) if (isPersonal(of)) change.run(keys.erase(of, at), of);
    }
  }

  return {
    find: async (person) => tracesOf(await collect(person), person),
    async erase(person, at) {
      const found = await collect(person);
      const traces = tracesOf(found, person);
      if (found.unresolved.length > 0) {
        const flows = traces.unresolved.join(', ');
        throw new FluxoError({ code: 'privacy.unsure', kind: 'setup', what: `It is not known yet whether a write about this person reached its service (${flows}), and to find out Fluxo needs what it wrote.`, fix: 'Run this flow once more, so that it clears that up, and erase then.', params: { flows } });
      }
      await db.write(() => apply(found, person, at));
      return traces;
    },
    async export(person) {
      const { about } = await collect(person);
      const flows = db.prepare('SELECT flow_id FROM sources WHERE source = ?');
      const row = db.prepare('SELECT title, subtitle, amount, outcome, reason, target, at FROM records WHERE id = ?');
      const parsed = (text: string | null | undefined): unknown => (text === null || text === undefined ? null : JSON.parse(text));
      return [...about.values()].map(({ id, source, key, source_block, source_line, story_block, story_line }) => {
        const { title, subtitle, amount, outcome, reason, target, at } = row.get(id) as { title: string; subtitle: string | null; amount: string | null; outcome: string; reason: string | null; target: string | null; at: number };
        const { mapped = null, steps = [] } = (story_block === null ? {} : (parsed(linesOf(story_block)?.[story_line!]) ?? {})) as { mapped?: unknown; steps?: unknown[] };
        return { flow: (flows.get(source) as { flow_id: string }).flow_id, run: runOf(id), place: seqOf(id), key, title, subtitle, amount, outcome, at: new Date(at).toISOString(), reason: parsed(reason), becameAtTarget: parsed(target), source: parsed(linesOf(source_block)?.[source_line]), mapped, steps };
      });
    },
  };
}

/** Steps without the bodies and addresses of requests that name the person, or without all of them where a page was read for many. */
function withoutBodies(line: string, needles: readonly string[]): string {
  const value = JSON.parse(line) as StoryStep[] | { readonly mapped: unknown; readonly steps: StoryStep[] } | null;
  if (value === null) return line;
  const clean = (step: StoryStep): StoryStep => {
    if (step.kind === 'exchange') {
      const { requestBody, answerBody, url, ...rest } = step.exchange;
      return { ...step, exchange: { ...rest, url: url.split('?')[0]!.split('/').slice(0, 3).join('/'), ...(requestBody !== undefined && { requestBody: '[erased]' }), ...(answerBody !== undefined && { answerBody: '[erased]' }) } };
    }
    const text = JSON.stringify(step).toLowerCase();
    if (!needles.some((needle) => text.includes(needle))) return step;
    const said = { code: 'privacy.erased', text: 'What this record held was erased at the wish of the person it was about.' };
    return { kind: 'note', at: step.at, node: step.node, text: said };
  };
  return Array.isArray(value) ? JSON.stringify(value.map(clean)) : JSON.stringify({ ...value, steps: value.steps.map(clean) });
}
