import { describe, expect, test } from 'vitest';
import { makeCatalog } from './registry.ts';

const { connectors } = makeCatalog();

describe('the services one can draw with', () => {
  test('are the till, the books, the mailing list, files and any other service', () => {
    expect(connectors.map(({ label }) => label)).toEqual(['MplusKASSA', 'QuickBooks Online', 'MailChimp', 'Files', 'Web service']);
  });

  // Texts of settings, entries of lists and the ledger go by these ids alone.
  test('no source and no target share an id', () => {
    const ids = connectors.flatMap(({ streams, targets }) => [...streams, ...targets].map(({ id }) => id));
    expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
  });

  test('every source and every target can be told from the others by its own name and its service’s', () => {
    const names = connectors.flatMap((connector) => [...connector.streams, ...connector.targets].map(({ label }) => `${label} ${connector.label}`));
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
  });
});
