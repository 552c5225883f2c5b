import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ServiceFault } from '../faults.ts';
import { parseQuery } from './parse.ts';

function codeOf(statement: string): string {
  try {
    parseQuery(statement);
    return 'parsed';
  } catch (thrown) {
    if (thrown instanceof ServiceFault) return thrown.errors[0]?.code ?? '';
    throw thrown;
  }
}

describe('the query language', () => {
  test('a statement may be written in any case, as the clients do', () => {
    expect(parseQuery("select * from customer where DisplayName = 'A' and Active IN (true,false) orderby MetaData.LastUpdatedTime desc startposition 11 maxresults 5")).toEqual({
      entity: 'customer',
      count: false,
      where: [
        { property: 'DisplayName', comparison: '=', values: ['A'] },
        { property: 'Active', comparison: 'IN', values: ['true', 'false'] },
      ],
      orderBy: [{ property: 'MetaData.LastUpdatedTime', descending: true }],
      startPosition: 11,
      maxResults: 5,
    });
  });

  test('ORDER BY in two words, several keys, and bare dates and numbers are read too', () => {
    const query = parseQuery('SELECT * FROM Invoice WHERE TxnDate >= 2026-01-01 AND TotalAmt > 300.00 ORDER BY TxnDate ASC, Id DESC');
    expect(query.where.map((condition) => condition.values[0])).toEqual(['2026-01-01', '300.00']);
    expect(query.orderBy).toEqual([{ property: 'TxnDate', descending: false }, { property: 'Id', descending: true }]);
    expect(query).toMatchObject({ startPosition: 1, maxResults: 100 });
  });

  test('any text survives when quotes and backslashes are escaped with a backslash', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
        expect(parseQuery(`select * from Customer where DisplayName = '${escaped}'`).where[0]?.values).toEqual([text]);
      }),
    );
  });

  test('doubling a quote, as SQL has it, does not work', () => {
    expect(codeOf("select * from Customer where DisplayName = 'O''Neill'")).toBe('4000');
  });

  test.each([
    'select * from Customer where A = 1 or B = 2',
    'select * from Customer where not A = 1',
    "select * from Customer where A != 'x'",
    'select * from Customer where (A = 1)',
    'select * from Customer group by A',
    "select * from Customer where A = 'never ends",
    'select from Customer',
    'delete from Customer',
    "select * from Customer where A = 'x' startposition",
    'select * from Customer where A = ’x’',
    '',
  ])('what the service does not know answers 4000: %s', (statement) => {
    expect(codeOf(statement)).toBe('4000');
  });

  test('rows are counted from one, and no page is larger than a thousand', () => {
    expect(codeOf('select * from Customer startposition 0')).toBe('4001');
    expect(parseQuery('select * from Customer maxresults 5000').maxResults).toBe(1000);
  });

  test('a list of fields is read and means everything', () => {
    expect(parseQuery('select Id, DisplayName from Customer')).toMatchObject({ entity: 'Customer', count: false });
    expect(parseQuery('select count(*) from Customer startposition 1 maxresults 10').count).toBe(true);
  });
});
