import type { Field, FieldType, Scalar, Struct } from './table/notation.ts';
import { operations } from './table/operations.ts';
import { payloadNamespace } from './wire/readEnvelope.ts';

const scalarTypes: Readonly<Record<Scalar, string>> = { text: 'string', int: 'int', long: 'long', short: 'short', cents: 'long', bool: 'boolean', decimal: 'decimal' };

/** A WSDL of what this look-alike speaks, written from its own tables; `address` is where it stands. */
export function writeWsdl(address: string): string {
  const complex = new Map<string, Struct>();
  const enums = new Map<string, readonly string[]>();
  const collect = (type: FieldType) => {
    if (type.kind === 'enum') enums.set(type.name, type.values);
    if (type.kind !== 'struct' || complex.has(type.struct.name)) return;
    complex.set(type.struct.name, type.struct);
    for (const field of type.struct.fields) collect(field.type);
  };
  const shapes = [...operations.values()];
  // Two operations may share a response element, which can be declared only once.
  const elements = new Map(shapes.flatMap((shape) => [shape.request, shape.response]).map((struct) => [struct.name, struct]));
  for (const struct of elements.values()) for (const field of struct.fields) collect(field.type);

  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions name="MplusQapi" targetNamespace="${payloadNamespace}" xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:tns="${payloadNamespace}" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<types><xsd:schema targetNamespace="${payloadNamespace}" elementFormDefault="qualified" attributeFormDefault="unqualified">
${[...enums].map(([name, values]) => `<xsd:simpleType name="${name}"><xsd:restriction base="xsd:string">${values.map((value) => `<xsd:enumeration value="${value}"/>`).join('')}</xsd:restriction></xsd:simpleType>`).join('\n')}
${[...complex.values()].map((struct) => `<xsd:complexType name="${struct.name}">${sequence(struct)}</xsd:complexType>`).join('\n')}
${[...elements.values()].map((struct) => `<xsd:element name="${struct.name}"><xsd:complexType>${sequence(struct)}</xsd:complexType></xsd:element>`).join('\n')}
</xsd:schema></types>
${[...elements.keys()].map((name) => `<message name="${name}"><part name="Body" element="tns:${name}"/></message>`).join('\n')}
<portType name="MplusQapiPortType">
${shapes.map(({ name, response }) => `<operation name="${name}"><input message="tns:${name}"/><output message="tns:${response.name}"/></operation>`).join('\n')}
</portType>
<binding name="MplusQapi" type="tns:MplusQapiPortType"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${shapes.map(({ name }) => `<operation name="${name}"><soap:operation soapAction=""/><input><soap:body use="literal" parts="Body"/></input><output><soap:body use="literal" parts="Body"/></output></operation>`).join('\n')}
</binding>
<service name="MplusQapi"><port name="MplusQapi" binding="tns:MplusQapi"><soap:address location="${address}"/></port></service>
</definitions>
`;
}

const sequence = (struct: Struct) => `<xsd:sequence>${struct.fields.map(element).join('')}</xsd:sequence>`;

function element({ name, occurs, type }: Field): string {
  const range = occurs === 'optional' ? ' minOccurs="0"' : occurs === 'many' ? ' minOccurs="0" maxOccurs="unbounded"' : '';
  return `<xsd:element name="${name}" type="${typeName(type)}"${range}/>`;
}

function typeName(type: FieldType): string {
  switch (type.kind) {
    case 'scalar':
      return `xsd:${scalarTypes[type.scalar]}`;
    case 'scaled':
      return 'xsd:long';
    case 'enum':
      return `tns:${type.name}`;
    case 'struct':
      return `tns:${type.struct.name}`;
  }
}
