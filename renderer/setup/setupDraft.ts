import * as z from 'zod';

/** The way through a set-up, in its order. */
export const setupSteps = ['systems', 'connections', 'flows', 'questions', 'dryRun', 'checklist', 'schedule'] as const;
export type SetupStep = (typeof setupSteps)[number];
export const isSetupStep = (text: string | undefined): text is SetupStep => setupSteps.some((step) => step === text);

const SetupDraftSchema = z.object({
  id: z.string(),
  /** Connectors; two when chosen. */
  systems: z.array(z.string()),
  /** Connection by connector. */
  connections: z.record(z.string(), z.string()),
  /** Templates that were ticked. */
  templates: z.array(z.string()),
  /** The flows made so far, by template. They are ordinary flows and stay whatever becomes of the set-up. */
  flows: z.record(z.string(), z.string()),
  /** Where the user was last. */
  step: z.enum(setupSteps),
  /** Steps they have seen. */
  visited: z.array(z.enum(setupSteps)),
  /** Milliseconds. */
  at: z.number(),
});

/** Where somebody stands in a set-up. What they chose is in the workspace already: connections, flows and their settings. */
export type SetupDraft = Readonly<z.infer<typeof SetupDraftSchema>>;

export const newDraft = (id: string): SetupDraft => ({ id, systems: [], connections: {}, templates: [], flows: {}, step: 'systems', visited: [], at: 0 });

/** The drafts among what the preferences hold; what cannot be read is left out. */
export function readDrafts(kept: unknown): readonly SetupDraft[] {
  if (typeof kept !== 'object' || kept === null) return [];
  return Object.values(kept).flatMap((one) => {
    const draft = SetupDraftSchema.safeParse(one);
    return draft.success ? [draft.data] : [];
  });
}

/** A draft without what is not in the workspace any more: a connection or a flow that was deleted meanwhile. */
export function withoutGone(draft: SetupDraft, connectionIds: readonly string[], flowIds: readonly string[]): SetupDraft {
  const keep = (all: Readonly<Record<string, string>>, known: readonly string[]) => Object.fromEntries(Object.entries(all).filter(([, id]) => known.includes(id)));
  return { ...draft, connections: keep(draft.connections, connectionIds), flows: keep(draft.flows, flowIds) };
}

/** One system more, or one less; a third one takes the place of the first. */
export function toggleSystem(draft: SetupDraft, connector: string): SetupDraft {
  const systems = draft.systems.includes(connector) ? draft.systems.filter((one) => one !== connector) : [...draft.systems, connector].slice(-2);
  return { ...draft, systems };
}

export function toggleTemplate(draft: SetupDraft, templateId: string): SetupDraft {
  return { ...draft, templates: draft.templates.includes(templateId) ? draft.templates.filter((one) => one !== templateId) : [...draft.templates, templateId] };
}

/** The flows of this set-up, in the order in which their templates were ticked. */
export const flowsOf = (draft: SetupDraft): readonly string[] => draft.templates.flatMap((template) => draft.flows[template] ?? []);

/** Ticked, but not made yet. */
export const unmade = (draft: SetupDraft): readonly string[] => draft.templates.filter((template) => draft.flows[template] === undefined);

/** What is still needed before a step can be gone to; null when the way is free. */
export function lacking(draft: SetupDraft, step: SetupStep): SetupStep | null {
  const wanted = setupSteps.indexOf(step);
  if (wanted > 0 && draft.systems.length < 2) return 'systems';
  if (wanted > 1 && draft.systems.some((connector) => draft.connections[connector] === undefined)) return 'connections';
  if (wanted > 2 && (draft.templates.length === 0 || unmade(draft).length > 0)) return 'flows';
  return null;
}

export const stepAfter = (step: SetupStep): SetupStep | undefined => setupSteps[setupSteps.indexOf(step) + 1];
export const stepBefore = (step: SetupStep): SetupStep | undefined => setupSteps[setupSteps.indexOf(step) - 1];
