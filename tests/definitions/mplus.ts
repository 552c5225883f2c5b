import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';
import type { Finding, SentRequest } from './journal.ts';

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const perCall = 400;

/** A schema for the envelope that hands its content over to the service's own schema, strictly. */
const envelope = `<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${soap}" elementFormDefault="qualified">
  <xs:import namespace="urn:mplusqapi" schemaLocation="mplus.xsd"/>
  <xs:element name="Envelope"><xs:complexType><xs:sequence>
    <xs:element name="Header" minOccurs="0"><xs:complexType><xs:sequence><xs:any minOccurs="0" maxOccurs="unbounded" processContents="skip"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="Body"><xs:complexType><xs:sequence><xs:any namespace="urn:mplusqapi" processContents="strict"/></xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`;

/** Holds SOAP envelopes against the schema in the service's WSDL, read from `wsdlFile`. */
export async function checkMplus(requests: readonly SentRequest[], wsdlFile: string): Promise<readonly Finding[]> {
  const schema = schemaOf(readFileSync(wsdlFile, 'utf8'));
  const sent = requests.filter(({ body }) => body.startsWith('<'));
  const findings: Finding[] = [];
  for (let from = 0; from < sent.length; from += perCall) {
    const group = sent.slice(from, from + perCall);
    const { errors } = await validateXML({ xml: group.map(({ body }, index) => ({ fileName: `${index}.xml`, contents: body })), schema: [{ fileName: 'envelope.xsd', contents: envelope }], preload: [{ fileName: 'mplus.xsd', contents: schema }], initialMemoryPages: 1024, maxMemoryPages: 8192 });
    for (const { loc, message, rawMessage } of errors) {
      const request = group[Number.parseInt(loc?.fileName ?? '', 10)];
      findings.push({ operation: request?.operation ?? 'the schema itself', what: message || rawMessage, body: request?.body ?? '' });
    }
  }
  return findings;
}

/** The schema inside the WSDL as a document of its own, with the prefixes its surroundings declare. */
function schemaOf(wsdl: string): string {
  const start = wsdl.indexOf('<xsd:schema');
  const end = wsdl.indexOf('</xsd:schema>');
  if (start < 0 || end < 0) throw new Error('The WSDL holds no schema.');
  const prefixes = [...wsdl.slice(0, start).matchAll(/xmlns:([\w-]+)="([^"]*)"/g)].map(([text]) => text).join(' ');
  return wsdl.slice(start, end + '</xsd:schema>'.length).replace('<xsd:schema', `<xsd:schema ${prefixes}`).replace(/<import namespace="http:\/\/schemas\.xmlsoap\.org[^>]*\/>/g, '').replaceAll('SOAP-ENC:base64', 'xsd:base64Binary');
}
