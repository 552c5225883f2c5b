import { cutText } from '../../cutText.ts';
import { isMarker } from '../../marker.ts';

/** The service keeps so many characters of notes. */
const longest = 2000;
const accountWord = 'Revenue account:';

/**
 * The notes of a customer: what the source says, the revenue account where it is wanted, and Fluxo's marks. Marks that are there stay, whoever's they
 * are; what somebody wrote by hand stays as long as the source has no note of its own. Unchanged notes come out letter by letter as they were.
 */
export function notesWith({ note, account, marker }: { readonly note: string; readonly account: string | undefined; readonly marker: string | undefined }, current: string): string {
  const lines = current.split('\n');
  const marks = [...new Set([...current.split(/\s+/).filter(isMarker), ...(marker === undefined ? [] : [marker])])];
  const written = lines.filter((line) => !line.startsWith(accountWord)).map((line) => line.split(/\s+/).filter((word) => !isMarker(word)).join(' ')).join('\n').trim();
  const ours = note.trim() !== '' ? note.trim() : written;
  const accountLine = account === undefined ? lines.find((line) => line.startsWith(accountWord)) : `${accountWord} ${account}`;
  const tail = [accountLine, ...marks].filter((line) => line !== undefined && line !== '').join('\n');
  const told = tail === '' ? cutText(ours, longest) : [cutText(ours, Math.max(0, longest - tail.length - 1)), tail].filter((part) => part !== '').join('\n');
  return plain(told) === plain(current) ? current : told;
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
