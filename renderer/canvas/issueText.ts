import type { TFunction } from 'i18next';
import type { FlowIssue } from '#shared/flow/check.ts';

/** The few words a card has room for: “No connection chosen”. `label` is what the user knows the issue's field by. */
export function sayIssueShort(issue: FlowIssue, t: TFunction, label = issue.field): string {
  return t([`editor:issue.${issue.code}.short`, `errors:${issue.code}.what`], { defaultValue: issue.text, ...issue.params, field: label ?? '' });
}

/** The whole sentence and what to do about it, in the user's language where there is a translation. */
export function sayIssue(issue: FlowIssue, name: string, t: TFunction): { readonly text: string; readonly fix: string } {
  const params = { name, field: issue.field ?? '', ...issue.params };
  return { text: t([`editor:issue.${issue.code}.text`, `errors:${issue.code}.what`], { defaultValue: issue.text, ...params }), fix: t([`editor:issue.${issue.code}.fix`, `errors:${issue.code}.fix`], { defaultValue: issue.fix, ...params }) };
}
