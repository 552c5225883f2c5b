import { FluxoError } from '#shared/errors.ts';
import { isSame } from './listenForAnswer.ts';

/**
 * What a person pasted, as the query of the redirect: the whole address, the part behind its question mark, or a code with the company id behind it. Where a
 * `state` came along it must be ours; an address without one is refused. Throws `setup` errors, which never repeat what was pasted.
 */
export function readPasted(text: string, state: string): Readonly<Record<string, string>> {
  const pasted = text.trim();
  const words = pasted.split(/[\s,;]+/).filter((word) => word !== '');
  // By hand, out of a page that shows them: no address, so no state either.
  if (words.length > 0 && words.length <= 2 && words.every((word) => /^[\w.~-]{1,512}$/.test(word))) {
    const [code = '', realmId] = words;
    return { code, ...(realmId !== undefined && { realmId }) };
  }
  const query = pasted.includes('?') ? pasted.slice(pasted.indexOf('?') + 1) : pasted;
  const answer = Object.fromEntries(new URLSearchParams(query.replace(/#.*$/s, '')));
  if (answer['code'] === undefined && answer['error'] === undefined) throw bad('pasted_nothing', 'There is no answer in what was pasted.', 'Copy the whole address out of the browser’s address bar after you agreed; it holds “code=”.');
  if (!isSame(answer['state'] ?? '', state)) throw bad('wrong_state', 'This answer belongs to another try.', 'Use the page that Fluxo opened last, and paste the address you ended up at then.');
  return answer;
}

function bad(cause: 'pasted_nothing' | 'wrong_state', what: string, fix: string): FluxoError {
  return new FluxoError({ code: `authorisation.${cause}`, kind: 'setup', what, where: { field: 'pasted' }, fix });
}
