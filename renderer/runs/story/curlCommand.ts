import type { Exchange } from '#shared/records/story.ts';

/** How a service wants its credential, in the words of a shell: names of variables, never values. */
const credentials: Readonly<Record<string, { readonly query?: Readonly<Record<string, string>>; readonly headers?: readonly string[] }>> = {
  mplus: { query: { ident: '$MPLUS_IDENT', secret: '$MPLUS_SECRET' } },
  quickbooks: { headers: ['Authorization: Bearer $QUICKBOOKS_ACCESS_TOKEN'] },
  mailchimp: { headers: ['Authorization: Bearer $MAILCHIMP_API_KEY'] },
};

/** Text inside double quotes; a `$NAME` of ours stays alive, anything else is taken literally. */
function doubleQuoted(text: string, variables: readonly string[]): string {
  const escaped = text.replace(/[\\"`$]/g, (mark) => `\\${mark}`);
  return `"${variables.reduce((done, name) => done.replaceAll(`\\${name}`, name), escaped)}"`;
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function contentType(body: string): string {
  const start = body.trimStart()[0];
  if (start === '<') return 'text/xml; charset=utf-8';
  return start === '{' || start === '[' ? 'application/json' : 'application/x-www-form-urlencoded';
}

/** Our log holds no credential: the query parameters that carry one go back in as variables. */
function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const [base = url, search = ''] = url.split('?', 2);
  const kept = search.split('&').filter((pair) => pair !== '' && !Object.hasOwn(query, pair.split('=', 1)[0] ?? ''));
  return `${base}?${[...Object.entries(query).map(([name, value]) => `${name}=${value}`), ...kept].join('&')}`;
}

/**
 * The request as a shell command. `connector` decides how the credential goes in; it is always a shell
 * variable the user sets, since the log never had the value.
 */
export function curlCommand(exchange: Exchange, connector: string): string {
  const { query, headers = [] } = credentials[connector] ?? {};
  const variables = [...Object.values(query ?? {}), ...headers.flatMap((header) => header.match(/\$[A-Z_]+/g) ?? [])];
  const url = query ? withQuery(exchange.url, query) : exchange.url;
  const parts = [`curl -X ${exchange.method} ${query ? doubleQuoted(url, variables) : singleQuoted(url)}`];
  for (const header of headers) parts.push(`-H ${doubleQuoted(header, variables)}`);
  if (connector === 'quickbooks') parts.push(`-H 'Accept: application/json'`);
  if (exchange.requestBody) {
    parts.push(`-H ${singleQuoted(`Content-Type: ${contentType(exchange.requestBody)}`)}`, `--data-raw ${singleQuoted(exchange.requestBody)}`);
  }
  return parts.join(' \\\n  ');
}
