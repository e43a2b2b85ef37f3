import { canonicalJson } from "../../base/base.ts";
import { byCode } from "../probedRequests.ts";
import type { SchemaChange } from "./types.ts";

/** What a JSON schema says of one property. */
type Property = {
  /** path of the schema that holds it; null for the schema itself */
  readonly parent: string | null;
  /** keywords and their values, as text */
  readonly keywords: Map<string, string>;
};
type Properties = Map<string, Property>;

/** The schema itself, as a property. */
const root = "(input)";

/**
 * Compares two JSON schemas property by property. `required` is told of the property that is required; a property that
 * came or went is one change, whatever it holds.
 */
export function schemaChanges(from: unknown, to: unknown): readonly SchemaChange[] {
  const before = propertiesOf(from);
  const after = propertiesOf(to);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort(byCode);
  return paths.flatMap((property): readonly SchemaChange[] => {
    const old = before.get(property);
    const now = after.get(property);
    if (old && now) return keywordChanges(property, old.keywords, now.keywords);
    const parent = (old ?? now)?.parent ?? root;
    // When the parent came or went too, that tells it all.
    return before.has(parent) && after.has(parent)
      ? [{ property, keyword: "property", from: kindOf(old), to: kindOf(now) }]
      : [];
  });
}

function kindOf(property: Property | undefined): string | null {
  if (property === undefined) return null;
  return property.keywords.get("type") ?? "of any type";
}

function keywordChanges(
  property: string,
  old: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): SchemaChange[] {
  const keywords = [...new Set([...old.keys(), ...now.keys()])].sort(byCode);
  return keywords
    .filter((keyword) => old.get(keyword) !== now.get(keyword))
    .map((keyword) => ({
      property,
      keyword,
      from: old.get(keyword) ?? null,
      to: now.get(keyword) ?? null,
    }));
}

function propertiesOf(schema: unknown): Properties {
  const properties: Properties = new Map();
  describe(schema, { path: root, parent: null }, properties);
  return properties;
}

type Place = { readonly path: string; readonly parent: string | null };

function describe(schema: unknown, place: Place, into: Properties): void {
  const { keywords } = propertyAt(place, into);
  if (!isRecord(schema)) {
    keywords.set("schema", canonicalJson(schema ?? null));
    return;
  }
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "properties" && isRecord(value)) {
      for (const [name, inner] of Object.entries(value)) describe(inner, below(place, name), into);
    } else if (keyword === "items") {
      describe(value, { path: `${prefixOf(place)}[]`, parent: place.path }, into);
    } else if (keyword === "required" && Array.isArray(value)) {
      for (const name of value) {
        propertyAt(below(place, String(name)), into).keywords.set("required", "yes");
      }
    } else {
      keywords.set(keyword, typeof value === "string" ? value : canonicalJson(value));
    }
  }
}

function propertyAt({ path, parent }: Place, into: Properties): Property {
  const property = into.get(path) ?? { parent, keywords: new Map<string, string>() };
  into.set(path, property);
  return property;
}

function below(place: Place, name: string): Place {
  const prefix = prefixOf(place);
  return { path: prefix === "" ? name : `${prefix}.${name}`, parent: place.path };
}

function prefixOf({ path }: Place): string {
  return path === root ? "" : path;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
