import * as z from 'zod';
import { ScheduleSchema } from './schedule.ts';
import { ConditionsSchema } from '../records/conditions.ts';

/** The version of the flow document this build writes; older ones are brought forward by `migrations.ts`. */
export const flowVersion = 1;

/** Letters, digits, dash and underscore: safe in an edge's `node.port` and in a file name. */
export const IdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const nodeKinds = ['source', 'map', 'filter', 'limit', 'target'] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** `node.port`, such as `orders.records`. */
export const PortRefSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_-]{1,64}$/);

export const FlowNodeSchema = z.strictObject({
  id: IdSchema,
  kind: z.enum(nodeKinds),
  /** What the user calls it; absent = the kind's or the stream's own label. */
  name: z.string().min(1).max(120).optional(),
  /** Id of the connection, on source and target nodes. */
  connection: IdSchema.optional(),
  /** The user's choices; which ones exist is told by the node's definition or the connector's stream or target. */
  settings: z.record(z.string(), z.json()),
  position: z.strictObject({ x: z.number(), y: z.number() }),
  disabled: z.boolean().optional(),
});

export const FlowEdgeSchema = z.strictObject({ from: PortRefSchema, to: PortRefSchema });

export const FlowPolicySchema = z.strictObject({
  /** Pause the run when at least this share (0..1) of the last `pauseAfter` records failed with the same code. */
  pauseShare: z.number().min(0).max(1).optional(),
  pauseAfter: z.number().int().min(1).optional(),
  /** Most records one run may read; absent = all there are. */
  maxRecords: z.number().int().min(1).optional(),
  /** Longest a run may take; what is left goes on in the next one. Absent = a day. */
  maxMinutes: z.number().int().min(1).max(10_080).optional(),
  /** A run is expected to go through at least every so many hours; 0 = not expected, absent = as the schedule has it. */
  runWithinHours: z.number().int().min(0).max(8760).optional(),
  /** Something new is expected at least every so many days; 0 or absent = not expected. */
  readWithinDays: z.number().int().min(0).max(366).optional(),
});

export const FlowDocumentSchema = z.strictObject({
  fluxo: z.literal(flowVersion),
  id: IdSchema,
  name: z.string().min(1).max(120),
  description: z.string().max(2000).optional(),
  nodes: z.array(FlowNodeSchema),
  edges: z.array(FlowEdgeSchema),
  schedule: ScheduleSchema.optional(),
  policy: FlowPolicySchema.optional(),
});

export type FlowDocument = z.infer<typeof FlowDocumentSchema>;
export type FlowNode = z.infer<typeof FlowNodeSchema>;
export type FlowEdge = z.infer<typeof FlowEdgeSchema>;

/** Splits `orders.records` into its node and port. */
export function portRef(ref: string): { readonly node: string; readonly port: string } {
  const dot = ref.indexOf('.');
  return { node: ref.slice(0, dot), port: ref.slice(dot + 1) };
}

export const FilterSettingsSchema = z.strictObject({ conditions: ConditionsSchema });
export const LimitSettingsSchema = z.strictObject({ count: z.number().int().min(1) });
