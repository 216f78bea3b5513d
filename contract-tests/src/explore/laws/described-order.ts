import type { Json, Operation } from "tallystick/model";
import type { Trial } from "../trial.js";
import { Inapplicable } from "../trial-steps.js";
import type { Resource } from "../resources.js";
import { forResources, type Law } from "./law.js";
import { typesOf, wordsOf, writableProperties } from "./properties.js";

export const describedOrderHolds: Law = {
  name: "described-order-holds",
  title: "A create that contradicts the described order of two values is refused.",
  reason:
    'RFC 9110 §15.5.21: 422 for content whose values are wrong. Applies where a text states the order of two dates or numbers, such as "endDate must be after startDate", and the document has 400 or 422.',
  cases: (port) =>
    forResources(port, ["create"], sendSwapped, {
      rounds: 1,
      unless: ({ create }) =>
        create !== undefined && ordersIn(port, create).length > 0 ? undefined : "no text states the order of two of its values",
    }),
};

interface Order {
  readonly first: string;
  readonly second: string;
  /** The words of the document. */
  readonly stated: string;
}

/** Sends each pair the wrong way round. */
async function sendSwapped(trial: Trial, resource: Resource): Promise<void> {
  const { create } = resource;
  if (create === undefined) return;
  const thing = await trial.create(resource);
  for (const { first, second, stated } of ordersIn(trial, create)) {
    const [low, high] = [thing.sent[first], thing.sent[second]];
    if ((low ?? null) === null || (high ?? null) === null || !((low as string) < (high as string)))
      throw new Inapplicable(`no two values of "${first}" and "${second}" are known`);
    const path = trial.pathFor(create, thing.parent);
    const body = await trial.values.bodyOf(create, { [first]: high as Json, [second]: low as Json }, thing.parent);
    const given = { path, ...(body && { body }) };
    const response = await trial.send(create, given, { shows: `send "${second}" before "${first}"`, invalid: true });
    trial.adopt(resource, response, path, thing.parent, body?.value);
    trial.require(
      { kind: "status", step: response.step, in: ["4XX", "5XX"] },
      `${create.key} responds with ${response.status} to the "${first}" ${JSON.stringify(high)} and the "${second}" ${JSON.stringify(low)}. The document states: ${stated}`,
      [thing.created, response],
    );
  }
}

const longestText = 2_000;

/** The pairs of dates or numbers whose order a text states. */
function ordersIn({ model }: Pick<Trial, "model">, create: Operation): readonly Order[] {
  const { summary, description, responses } = create;
  const refusals = responses.filter(({ status }) => status === "400" || status === "422");
  if (refusals.length === 0) return [];
  const text = [summary, description, ...refusals.map((one) => one.description)].flatMap((one) => one ?? []).join(". ");
  const kindOf = (schemas: Parameters<typeof typesOf>[0]): string | undefined => {
    const [type] = typesOf(schemas);
    const format = schemas.find((one) => one.format !== undefined)?.format;
    return type === "integer" || type === "number" ? "number" : format === "date" || format === "date-time" ? format : undefined;
  };
  // A name without Latin letters has no spelling here, and would be found in every text.
  const properties = [...writableProperties(model, create)].filter(([name, schemas]) => spelled(name) !== "" && kindOf(schemas) !== undefined);
  return properties.flatMap(([one, schemas]) =>
    properties.flatMap(([other, others]): readonly Order[] => {
      if (one === other || kindOf(schemas) !== kindOf(others)) return [];
      const own = schemas.flatMap(({ annotations }) => annotations?.description ?? []).join(". ");
      const [sentence, relation] = relationIn(text, `${spelled(one)} `, other) ?? relationIn(own, "", other) ?? [];
      if (sentence === undefined || relation === undefined) return [];
      return [
        /^(?:later|after|greater|higher|larger|more)$/i.test(relation)
          ? { first: other, second: one, stated: sentence }
          : { first: one, second: other, stated: sentence },
      ];
    }),
  );
}

/** The words "must be after" another property, with the relation in them. */
function relationIn(text: string, subject: string, other: string): readonly [string, string] | undefined {
  const quote = "[`\"']?";
  const relation = "(later|after|greater|higher|larger|more|earlier|before|less|lower|smaller)";
  const pattern = new RegExp(
    `${subject === "" ? "" : `${quote}\\b${subject.trim()}${quote} `}must be (?:strictly )?${relation} (?:than )?(?:the )?${quote}${spelled(other)}\\b`,
    "i",
  );
  const found = pattern.exec(text.slice(0, longestText).replaceAll(/\s+/g, " "));
  return found?.[1] === undefined ? undefined : [found[0], found[1]];
}

/** `checkOut`, `check_out` and "check out" are one name. */
function spelled(name: string): string {
  return wordsOf(name).join("[ _-]?");
}
