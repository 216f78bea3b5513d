import { expect, test } from "vitest";
import { statesUnique } from "../../src/explore/laws/unique.js";

test.each([
  ["sku", "Unique.", true],
  ["sku", "Stock keeping unit, unique in the warehouse.", true],
  ["slug", "The address of the page. Must be unique.", true],
  ["code", "A globally unique code", true],
  ["title", "A title. It need not be unique.", false],
  ["title", "Titles are not unique.", false],
  ["title", "This doesn't have to be unique", false],
  ["tags", "A list of unique items", false],
  ["customer", "The unique identifier of the customer.", false],
  ["customerId", "Unique id.", false],
  ["title", "The title of the page.", false],
])("the property %s with the description %j is unique: %s", (name, description, isUnique) => {
  expect(statesUnique(name, description)).toBe(isUnique);
});
