import { preflightTopics, type Finding, type FindingSaid, type Preflight, type PreflightTopic } from '#shared/setup/preflight.ts';

const headings: Readonly<Record<PreflightTopic, string>> = {
  drawing: 'The drawing',
  connections: 'Connections',
  settings: 'Settings',
  records: 'What would become of the records',
  data: 'The records themselves',
  start: 'Where it begins',
  overlap: 'Other flows',
  schedule: 'When it runs',
};
const marks = { error: '✗', warning: '!', info: 'i' } as const;

/** The look before going live as lines, by topic; a topic without anything to say gets a tick. */
export function describePreflight(flowName: string, { findings, dryRun }: Preflight): string {
  const count = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  const [wrong, doubtful] = [count('error'), count('warning')];
  const verdict = wrong > 0 ? `${wrong} to put right` : doubtful > 0 ? `${doubtful} to think about` : 'ready to go live';
  const tried = dryRun ? `, ${dryRun.read} ${dryRun.read === 1 ? 'record' : 'records'} tried` : '';
  return [`${flowName}: ${verdict}${tried}.`, ...preflightTopics.flatMap((topic) => describeTopic(topic, findings.filter((finding) => finding.topic === topic)))].join('\n');
}

function describeTopic(topic: PreflightTopic, findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return [`  ✓ ${headings[topic]}`];
  return [`    ${headings[topic]}`, ...findings.map(describeFinding)];
}

function describeFinding({ severity, said, count, examples = [], place }: Finding): string {
  const { text, fix } = words(said);
  const where = place === undefined ? '' : 'nodeId' in place ? `${[place.nodeId, place.field].filter(Boolean).join('.')}: ` : `${place.connectionId}: `;
  const records = count === undefined ? '' : ` (${count}: ${examples.join(', ')}${count > examples.length ? ', …' : ''})`;
  return `  ${marks[severity]} ${where}${text}${records}${fix ? `\n    → ${fix}` : ''}`;
}

function words(said: FindingSaid): { readonly text: string; readonly fix: string | undefined } {
  switch (said.by) {
    case 'look':
      return { text: said.reason.text, fix: said.reason.fix };
    case 'check':
      return { text: said.issue.text, fix: said.issue.fix };
    case 'service':
      return { text: said.error.what, fix: said.error.fix };
  }
}
