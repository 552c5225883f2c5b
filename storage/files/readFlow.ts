import { FlowDocumentSchema, flowVersion, type FlowDocument } from '#shared/flow/document.ts';
import { parseDocument, type FileKind } from './jsonDocument.ts';

export const flowKind: FileKind<FlowDocument> = { area: 'flow', called: 'flow file', version: flowVersion, schema: FlowDocumentSchema, isLarge: true };

/** The text of a flow file from anywhere, checked. Throws `setup` (`flow.broken_file`, `flow.newer_version`) that names `file` and the place in it. */
export function readFlowText(text: string, file: string): FlowDocument {
  return parseDocument(text, file, flowKind);
}
