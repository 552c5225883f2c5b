import { create } from 'zustand';

interface RulesDrafts {
  /** Whether rules are shown as a text; kept while the app is open. */
  readonly asText: boolean;
  /** Texts that are not taken over yet, by flow and node: what cannot be read is kept until it can. */
  readonly drafts: Readonly<Record<string, string>>;
}

export const useRulesDrafts = create<RulesDrafts>(() => ({ asText: false, drafts: {} }));

export const showAsText = (asText: boolean): void => useRulesDrafts.setState({ asText });

/** Null drops it. */
export const keepDraft = (key: string, text: string | null): void =>
  useRulesDrafts.setState(({ drafts }) => {
    const { [key]: _old, ...rest } = drafts;
    return { drafts: text === null ? rest : { ...rest, [key]: text } };
  });
