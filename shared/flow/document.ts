import * as z from 'zod';
import { IdSchema } from './id.ts';
import { ScheduleSchema } from './schedule.ts';
import { ConditionsSchema } from '../records/conditions.ts';
import { NodeSettingsSchema } from '../settings/levels.ts';

/** The version of the flow document this build writes; older ones are brought forward by `migrations.ts`. */
export const flowVersion = 1;

export { IdSchema } from './id.ts';

const nodeKinds = ['source', 'map', 'filter', 'rules', 'limit', 'target'] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** `node.port`, such as `orders.records`. */
export const PortRefSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_-]{1,64}$/);

const PointSchema = z.strictObject({ x: z.number(), y: z.number() });
const SizeSchema = z.strictObject({ width: z.number().min(1), height: z.number().min(1) });

/** Colours of frames and notes; the screen has a light and a dark tone of each. */
export const paints = ['grey', 'blue', 'green', 'yellow', 'pink', 'violet'] as const;
export type Paint = (typeof paints)[number];

export const FlowNodeSchema = z.strictObject({
  id: IdSchema,
  kind: z.enum(nodeKinds),
  /** What the user calls it; absent = the kind's or the stream's own label. */
  name: z.string().min(1).max(120).optional(),
  /** Id of the connection, on source and target nodes. */
  connection: IdSchema.optional(),
  /** The user's choices; which ones exist is told by the node's definition or the connector's stream or target. */
  settings: z.record(z.string(), z.json()),
  position: PointSchema,
  disabled: z.boolean().optional(),
  /** Id of the frame it lies in. */
  frame: IdSchema.optional(),
});

export const FlowEdgeSchema = z.strictObject({ from: PortRefSchema, to: PortRefSchema });

/** A titled rectangle around nodes and notes, which then move, fold away and are switched off together. */
export const FlowFrameSchema = z.strictObject({
  id: IdSchema,
  title: z.string().max(120),
  color: z.enum(paints),
  position: PointSchema,
  size: SizeSchema,
  /** Drawn as one card; what is in it keeps its place. */
  collapsed: z.boolean().optional(),
  /** Its nodes count as switched off, whatever they say themselves. */
  disabled: z.boolean().optional(),
});

/** A text on the drawing, for people alone. */
export const FlowNoteSchema = z.strictObject({
  id: IdSchema,
  text: z.string().max(4000),
  color: z.enum(paints),
  position: PointSchema,
  size: SizeSchema,
  frame: IdSchema.optional(),
});

/** A named place of a large drawing; `position` is the middle of the view. */
export const FlowBookmarkSchema = z.strictObject({
  id: IdSchema,
  name: z.string().min(1).max(80),
  position: PointSchema,
  zoom: z.number().positive(),
  /** The digit that jumps there. */
  key: z.number().int().min(1).max(9).optional(),
});

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
  frames: z.array(FlowFrameSchema).optional(),
  notes: z.array(FlowNoteSchema).optional(),
  bookmarks: z.array(FlowBookmarkSchema).optional(),
  /** Settings for all nodes of a stream or target in this flow, unless a node has its own; see `shared/settings/levels.ts`. */
  nodeSettings: NodeSettingsSchema.optional(),
  schedule: ScheduleSchema.optional(),
  policy: FlowPolicySchema.optional(),
});

export type FlowDocument = z.infer<typeof FlowDocumentSchema>;
export type FlowNode = z.infer<typeof FlowNodeSchema>;
export type FlowEdge = z.infer<typeof FlowEdgeSchema>;
export type FlowFrame = z.infer<typeof FlowFrameSchema>;
export type FlowNote = z.infer<typeof FlowNoteSchema>;
export type FlowBookmark = z.infer<typeof FlowBookmarkSchema>;
export type Size = z.infer<typeof SizeSchema>;
export type Point = z.infer<typeof PointSchema>;

/** Splits `orders.records` into its node and port. */
export function portRef(ref: string): { readonly node: string; readonly port: string } {
  const dot = ref.indexOf('.');
  return { node: ref.slice(0, dot), port: ref.slice(dot + 1) };
}

export const FilterSettingsSchema = z.strictObject({ conditions: ConditionsSchema });
export const LimitSettingsSchema = z.strictObject({ count: z.number().int().min(1) });
