import type { NodeKind } from '#shared/flow/document.ts';
import type { Executor } from './executor.ts';
import { filter } from './filter.ts';
import { limit } from './limit.ts';
import { map } from './map.ts';
import { rules } from './rules.ts';
import { source } from './source.ts';
import { target } from './target.ts';

/** A new kind of node does not compile until it can be executed. */
export const executors: { readonly [K in NodeKind]: Executor } = { source, map, filter, rules, limit, target };
