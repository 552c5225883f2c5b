/** What one property of an entity may hold. The words of a definition are data: shape checks, queries and references read them. */
export type Property = { readonly readOnly?: true } & (
  | { readonly is: 'text'; readonly max?: number; readonly forbids?: RegExp }
  | { readonly is: 'number' | 'flag' | 'date' | 'time' | 'anything' }
  | { readonly is: 'oneOf'; readonly values: readonly string[] }
  /** `list` is the entity whose rows it may name; without it any id is taken as told. */
  | { readonly is: 'reference'; readonly list?: EntityName; readonly also?: readonly string[] }
  | { readonly is: 'object'; readonly properties: Properties }
  | { readonly is: 'list'; readonly of: Property }
);

export type Properties = Readonly<Record<string, Property>>;

export const entityNames = [
  'CompanyInfo', 'Preferences', 'Customer', 'Vendor', 'Employee', 'Item', 'Account', 'Class', 'Department', 'Term', 'PaymentMethod',
  'TaxCode', 'TaxRate', 'TaxAgency', 'Invoice', 'SalesReceipt', 'Payment', 'CreditMemo', 'RefundReceipt', 'InventoryAdjustment',
] as const;
export type EntityName = (typeof entityNames)[number];

/** `void` tells how the service wants it asked: as an operation of its own, or as an update that includes it. */
export type Operation = 'create' | 'update' | 'delete' | 'void';

export interface EntityDefinition {
  readonly name: EntityName;
  /** A `list` row can be made inactive, a `transaction` deleted, and there is one `single` per company. */
  readonly kind: 'list' | 'transaction' | 'single';
  readonly properties: Properties;
  /** Properties without which a create or a full update answers 2020. */
  readonly required: readonly string[];
  /** Properties a query may name in WHERE and ORDERBY. */
  readonly filterable: readonly string[];
  /** Filterable properties looked up so often that the store keeps them indexed. */
  readonly indexed: readonly string[];
  readonly operations: readonly Operation[];
  /** Entities with the same sequence share their numbers, as names and transactions do. */
  readonly sequence: string;
  /** What fault texts call the list or the document type. */
  readonly label: string;
}

export const text = (max?: number, forbids?: RegExp): Property => ({ is: 'text', ...(max !== undefined && { max }), ...(forbids && { forbids }) });
export const number: Property = { is: 'number' };
export const flag: Property = { is: 'flag' };
export const date: Property = { is: 'date' };
export const time: Property = { is: 'time' };
export const anything: Property = { is: 'anything' };
export const oneOf = (...values: string[]): Property => ({ is: 'oneOf', values });
export const reference = (list?: EntityName, ...also: string[]): Property => ({ is: 'reference', ...(list && { list }), ...(also.length > 0 && { also }) });
export const object = (properties: Properties): Property => ({ is: 'object', properties });
export const list = (of: Property): Property => ({ is: 'list', of });
export const readOnly = (property: Property): Property => ({ ...property, readOnly: true });

/** Properties the service takes without complaint and does nothing with here: known names, so no 2010. */
export const ignored = (...names: string[]): Properties => Object.fromEntries(names.map((name) => [name, readOnly(anything)]));

export const email = object({ Id: text(), Address: text(100), Default: flag, Tag: text() });
export const phone = object({ Id: text(), FreeFormNumber: text(30), DeviceType: text(), CountryCode: text(), AreaCode: text(), ExchangeCode: text(), Extension: text(), Default: flag, Tag: text() });
export const address = object({
  Id: text(), Line1: text(500), Line2: text(500), Line3: text(500), Line4: text(500), Line5: text(500),
  City: text(255), Country: text(255), CountryCode: text(255), County: text(255), CountrySubDivisionCode: text(255), PostalCode: text(30), PostalCodeSuffix: text(30),
  Lat: text(), Long: text(), Tag: text(), Note: text(),
});
export const customFields = list(object({ DefinitionId: text(), Name: text(), Type: oneOf('StringType', 'BooleanType', 'NumberType', 'DateType'), StringValue: text(31), BooleanValue: flag, NumberValue: number, DateValue: date }));

/** What every entity carries; all of it is the service's own and ignored on input. */
export const commonProperties: Properties = {
  Id: readOnly(text()),
  SyncToken: readOnly(text()),
  MetaData: readOnly(anything),
  domain: readOnly(text()),
  sparse: readOnly(flag),
  status: readOnly(text()),
  AttachableRef: readOnly(anything),
};

/** A hierarchy is written with colons, so no name may hold one. */
export const noHierarchyMarks = /[:\t\n\r]/;
