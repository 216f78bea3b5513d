/** One step down into a value: the name of a property, `*` for one without any other constraint, or items of a list. */
export type Step = string | Items;

/** The item at a position, or, `onwards`, every one from there on. */
export interface Items {
  readonly index: number;
  readonly onwards?: true;
}

/** The steps to one part of a value; of several items it is the first. */
export function keysOf(path: readonly Step[]): readonly string[] {
  return path.map((step) => (typeof step === "string" ? step : String(step.index)));
}

/** Whether a token of a JSON pointer is such a step. */
export function isStep(token: string, step: Step): boolean {
  if (typeof step === "string") return step === token || step === "*";
  return step.onwards ? /^\d+$/.test(token) && Number(token) >= step.index : token === String(step.index);
}

/** `items[].name`, `pair[1]`, `rest[2…].id`, `labels.{*}`. */
export function pathText(path: readonly Step[]): string {
  return path.reduce<string>(
    (text, step) => text + (typeof step === "string" ? `${text && "."}${step === "*" ? "{*}" : step}` : itemsText(step)),
    "",
  );
}

function itemsText({ index, onwards }: Items): string {
  return onwards ? `[${index === 0 ? "" : `${index}…`}]` : `[${index}]`;
}
