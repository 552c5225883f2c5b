export type FieldType = 'text' | 'decimal' | 'date' | 'datetime' | 'boolean' | 'list' | 'object';

/** One field of an entity or of a source record, as the mapper's trees show it. */
export interface FieldInfo {
  /** Dotted path; items of a list are named by the list's own path plus `[]`, such as `lines[].sku`. */
  readonly path: string;
  readonly label: string;
  readonly type: FieldType;
  readonly required?: boolean;
  /** Identifies or describes a person: masked in exports, erased on request. */
  readonly personal?: boolean;
  /** Tells people what a thing is (a name, a text), so a shop may have enriched it in the target: “update product information” switches these. */
  readonly descriptive?: boolean;
  /** An object with further fields of the account's own choosing; what is said of it holds for all of them. */
  readonly open?: boolean;
  readonly help?: string;
}

export interface EntityInfo {
  readonly name: string;
  readonly label: string;
  readonly fields: readonly FieldInfo[];
}
