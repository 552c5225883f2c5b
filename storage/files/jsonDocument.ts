import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type * as z from 'zod';
import { FluxoError } from '#shared/errors.ts';
import { atomicWrite } from './atomicWrite.ts';

/** Far above any flow a person draws; keeps a wrong file from filling the memory. */
const mostBytes = 16 * 1024 * 1024;
const hostile = new Set(['__proto__', 'prototype', 'constructor']);
const mayBeHostile = /__proto__|prototype|constructor|\\u/;

export interface FileKind<T> {
  /** Begins the error codes: `flow` gives `flow.broken_file`. */
  readonly area: string;
  /** What a person calls such a file. */
  readonly called: string;
  /** Newest format version this build reads (the file's `fluxo`). */
  readonly version: number;
  readonly schema: z.ZodType<T>;
  /** Read again only when its text changed; whoever reads it shares it with others and gets it frozen. */
  readonly isLarge?: true;
}

/**
 * Reads and checks one JSON file of the workspace. Throws `setup`: `<area>.no_file`, `.broken_file` (with line, or the path inside
 * the document), `.newer_version`. `shownAs` names the file in messages. The revision changes with every byte.
 */
export async function readDocument<T>(file: string, shownAs: string, kind: FileKind<T>): Promise<{ readonly document: T; readonly revision: string }> {
  let text: string;
  try {
    if ((await stat(file)).size > mostBytes) throw broken(kind, shownAs, 'it is far too large', 'Check whether it is the right file.', { place: 'far too large' });
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof FluxoError) throw thrown;
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    if (code === 'ENOENT') throw new FluxoError({ code: `${kind.area}.no_file`, kind: 'setup', what: `There is no ${kind.called} ${shownAs}.`, where: { file: shownAs }, fix: 'Look in the workspace folder, or choose another one.', params: { file: shownAs } }, { cause: thrown });
    throw new FluxoError({ code: `${kind.area}.unreadable_file`, kind: 'setup', what: `The ${kind.called} ${shownAs} cannot be read (${code}).`, where: { file: shownAs }, fix: 'Check the rights of the file.', params: { file: shownAs, cause: code } }, { cause: thrown });
  }
  const revision = revisionOf(text);
  const known = kind.isLarge ? lastRead.get(file) : undefined;
  if (known?.revision === revision) return { document: known.document as T, revision };
  const document = parseDocument(text, shownAs, kind);
  if (kind.isLarge) keep(file, { revision, document, characters: text.length });
  return { document, revision };
}

interface Read {
  readonly revision: string;
  readonly document: unknown;
  readonly characters: number;
}
/** Documents by file, those read last at the end: a flow of thousands of nodes takes a quarter of a second to check, and is read by lists, the scheduler and whoever opens it. */
const lastRead = new Map<string, Read>();
const mostKept = 16 * 1024 * 1024;

function keep(file: string, read: Read): void {
  lastRead.delete(file);
  lastRead.set(file, read);
  let characters = 0;
  for (const [name, { characters: own }] of [...lastRead].toReversed()) {
    characters += own;
    if (characters > mostKept && name !== file) lastRead.delete(name);
  }
  freeze(read.document);
}

/** Several hold the same document from now on, so nobody may change it. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
}

/** The text of such a file, checked; same errors as `readDocument`. */
export function parseDocument<T>(text: string, shownAs: string, kind: FileKind<T>): T {
  return checkDocument(parse(text, shownAs, kind), shownAs, kind);
}

/** Writes it whole or not at all; gives back the new revision. */
export function writeDocument(file: string, shownAs: string, area: string, document: unknown): Promise<string> {
  return writeText(file, shownAs, area, `${JSON.stringify(document, null, 2)}\n`);
}

/** The same for a text that has its own layout. */
export async function writeText(file: string, shownAs: string, area: string, text: string): Promise<string> {
  try {
    await atomicWrite(file, text);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    const fix = code === 'ENOSPC' ? 'Free some space on the disk and save again.' : 'Check the rights of the workspace folder.';
    throw new FluxoError({ code: `${area}.not_written`, kind: 'setup', what: `${shownAs} could not be written (${code}); the old one is untouched.`, where: { file: shownAs }, fix, params: { file: shownAs, cause: code } }, { cause: thrown });
  }
  return revisionOf(text);
}

function revisionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}

function broken(kind: { readonly area: string; readonly called: string }, shownAs: string, why: string, fix: string, params: Readonly<Record<string, string>> & { readonly place: string }, cause?: unknown): FluxoError {
  return new FluxoError({ code: `${kind.area}.broken_file`, kind: 'setup', what: `The ${kind.called} ${shownAs} cannot be used: ${why}.`, where: { file: shownAs, ...(params['path'] && { field: params['path'] }) }, fix, params: { ...params, file: shownAs } }, { cause });
}

function parse<T>(text: string, shownAs: string, kind: FileKind<T>): unknown {
  try {
    const json = text.replace(/^\uFEFF/, '');
    // Each value is looked at only where such a name can stand, as it is or behind an escape.
    return mayBeHostile.test(json) ? JSON.parse(json, (key, value: unknown) => (hostile.has(key) ? undefined : value)) : JSON.parse(json);
  } catch (thrown) {
    const line = lineOfSyntaxError(text, thrown);
    throw broken(kind, shownAs, `line ${line} is not correct JSON`, `Open it in an editor and look at line ${line} for a missing or surplus comma, quote or bracket, or bring back an earlier version.`, { place: `line ${line}`, line: String(line) }, thrown);
  }
}

function lineOfSyntaxError(text: string, thrown: unknown): number {
  const message = thrown instanceof Error ? thrown.message : '';
  const position = /at position (\d+)/.exec(message)?.[1];
  // Without a position the text ended too early.
  const before = position === undefined ? text.trimEnd() : text.slice(0, Number(position));
  return before.split('\n').length;
}

function checkDocument<T>(value: unknown, shownAs: string, kind: FileKind<T>): T {
  const version = typeof value === 'object' && value !== null && 'fluxo' in value ? value.fluxo : undefined;
  if (typeof version === 'number' && version > kind.version) {
    throw new FluxoError({ code: `${kind.area}.newer_version`, kind: 'setup', what: `The ${kind.called} ${shownAs} was made by a newer Fluxo (format ${version}; this one reads up to ${kind.version}).`, where: { file: shownAs }, fix: 'Update Fluxo.', params: { file: shownAs, version: String(version) } });
  }
  const parsed = kind.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue && issue.path.length > 0 ? pathText(issue.path) : '';
  const why = `${at || 'it'}: ${issue?.message ?? 'is not what it should be'}`;
  throw broken(kind, shownAs, why, `Open it in an editor and correct ${at ? `“${at}”` : 'it'}, or bring back an earlier version.`, { place: at || 'as a whole', path: at }, parsed.error);
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`)).join('');
}
