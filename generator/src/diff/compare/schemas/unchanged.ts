import type { ApiModel } from "../../../model/api.js";
import type { Schema, SchemaId } from "../../../model/schemas/schema.js";
import { linksOf } from "../../../plan/schemas/cycles.js";
import { Equality } from "./equality.js";
import { withUsers } from "../../../plan/schemas/referrers.js";
import type { Node } from "../../variants/node.js";

/**
 * The schemas that are equal in both documents, with all references and discriminator targets: they contain no difference,
 * and most of two versions of a document is equal.
 */
export class Unchanged {
  readonly #equality = new Equality();
  readonly #changed: ReadonlySet<SchemaId>;
  /** Equal text has another meaning there. */
  readonly #isOtherDialect: boolean;

  constructor(old: ApiModel, next: ApiModel) {
    this.#isOtherDialect = old.dialect !== next.dialect;
    const changed = new Set<SchemaId>();
    for (const [id, schema] of next.schemas) if (!this.#equality.areSame(old.schemas.get(id), schema)) changed.add(id);
    this.#changed = withUsers(changed, next.schemas, linksOf);
  }

  /** Whether two nodes are equal in every keyword. */
  areSame(old: Node, next: Node): boolean {
    if (this.#isOtherDialect || old.key !== next.key || old.schemas.length !== next.schemas.length) return false;
    return old.schemas.every((schema, index) => this.#isUnchanged(schema, next.schemas[index]));
  }

  #isUnchanged(old: Schema, next: Schema | undefined): boolean {
    return next !== undefined && this.#equality.areSame(old, next) && linksOf(next).every((id) => !this.#changed.has(id));
  }
}
