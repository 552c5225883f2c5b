import type { Migration } from './migration.ts';

/**
 * A record's id holds its run and its place in it (see recordIds.ts), so that one b-tree serves
 * the run's order, a story and the seek of a page.
 */
export const start: Migration = {
  version: 1,
  up: (db) =>
    db.exec(`
      CREATE TABLE sessions (
        id INTEGER PRIMARY KEY,
        host TEXT NOT NULL,
        pid INTEGER NOT NULL,
        opened_at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE leases (
        name TEXT PRIMARY KEY,
        number INTEGER NOT NULL,
        owner TEXT,
        host TEXT NOT NULL,
        pid INTEGER NOT NULL,
        purpose TEXT NOT NULL,
        since INTEGER NOT NULL,
        deadline INTEGER NOT NULL,
        beat INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE runs (
        run INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        flow_id TEXT NOT NULL,
        flow_name TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('running', 'succeeded', 'problems', 'stopped', 'failed', 'interrupted')),
        dry_run INTEGER NOT NULL CHECK (dry_run IN (0, 1)),
        trigger TEXT NOT NULL CHECK (trigger IN ('user', 'cli', 'schedule', 'resume')),
        started_at INTEGER NOT NULL,
        touched_at INTEGER NOT NULL,
        finished_at INTEGER,
        last_seq INTEGER NOT NULL,
        taken INTEGER NOT NULL,
        outcomes TEXT NOT NULL,
        nodes TEXT NOT NULL,
        error TEXT
      ) STRICT;
      CREATE INDEX runs_by_flow ON runs (flow_id, run);

      CREATE TABLE sources (
        source INTEGER PRIMARY KEY,
        flow_id TEXT NOT NULL,
        node_id TEXT NOT NULL,
        connection_id TEXT NOT NULL,
        stream TEXT NOT NULL,
        cursor TEXT,
        UNIQUE (flow_id, node_id, connection_id, stream)
      ) STRICT;
      CREATE INDEX sources_by_stream ON sources (connection_id, stream);

      CREATE TABLE seen (
        source INTEGER NOT NULL REFERENCES sources (source),
        key TEXT NOT NULL,
        version TEXT NOT NULL,
        PRIMARY KEY (source, key)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE blocks (
        block INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        data BLOB NOT NULL
      ) STRICT;

      CREATE TABLE records (
        id INTEGER PRIMARY KEY,
        lineage INTEGER NOT NULL,
        source INTEGER NOT NULL REFERENCES sources (source),
        origin TEXT NOT NULL CHECK (origin IN ('page', 'resumed', 'problem')),
        key TEXT NOT NULL,
        version TEXT NOT NULL,
        title TEXT NOT NULL,
        subtitle TEXT,
        amount TEXT,
        outcome TEXT NOT NULL CHECK (outcome IN ('pending', 'created', 'updated', 'unchanged', 'skipped', 'filtered', 'parked', 'invalid', 'rejected', 'unsure')),
        reason TEXT,
        target TEXT,
        search TEXT NOT NULL,
        at INTEGER NOT NULL,
        ms INTEGER NOT NULL,
        source_block INTEGER NOT NULL,
        source_line INTEGER NOT NULL,
        story_block INTEGER,
        story_line INTEGER
      ) STRICT;
      CREATE INDEX records_by_outcome ON records (outcome);

      CREATE TABLE problems (
        problem INTEGER PRIMARY KEY,
        flow_id TEXT NOT NULL,
        node_id TEXT NOT NULL,
        key TEXT NOT NULL,
        title TEXT NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('parked', 'invalid', 'rejected', 'unsure')),
        error TEXT NOT NULL,
        cause TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'solved')),
        first_at INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        times INTEGER NOT NULL,
        record INTEGER NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX problems_open ON problems (flow_id, node_id, key) WHERE state = 'open';
      CREATE INDEX problems_by_state ON problems (state, last_at);

      CREATE TABLE intents (
        intent INTEGER PRIMARY KEY,
        key TEXT NOT NULL,
        connection_id TEXT NOT NULL,
        target TEXT NOT NULL,
        effect TEXT NOT NULL,
        source_connection TEXT NOT NULL,
        source_key TEXT NOT NULL,
        slot TEXT NOT NULL,
        run_id TEXT NOT NULL,
        flow_id TEXT NOT NULL,
        lineage INTEGER NOT NULL,
        fence INTEGER NOT NULL,
        payload TEXT,
        ledger TEXT,
        state TEXT NOT NULL CHECK (state IN ('sending', 'done', 'failed')),
        result TEXT,
        CHECK (state <> 'sending' OR payload IS NOT NULL),
        CHECK (state <> 'done' OR result IS NOT NULL)
      ) STRICT;
      CREATE INDEX intents_by_identity ON intents (source_key, effect);
      CREATE INDEX intents_by_lineage ON intents (lineage);
      CREATE INDEX intents_sending ON intents (connection_id, target, source_connection, source_key) WHERE state = 'sending';

      CREATE TABLE ledger (
        connection_id TEXT NOT NULL,
        entity TEXT NOT NULL,
        source_connection TEXT NOT NULL,
        source_key TEXT NOT NULL,
        entry TEXT NOT NULL,
        lineage INTEGER NOT NULL,
        previous TEXT,
        PRIMARY KEY (connection_id, entity, source_connection, source_key)
      ) STRICT, WITHOUT ROWID;
    `),
};
