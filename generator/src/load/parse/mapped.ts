/** The entries of a discriminator's mapping that name another file. Other entries name a component or a location in the same file. */
export function mappedFiles(discriminator: unknown): readonly string[] {
  const mapping = typeof discriminator === "object" && discriminator !== null && "mapping" in discriminator ? discriminator.mapping : undefined;
  if (typeof mapping !== "object" || mapping === null) return [];
  return Object.values(mapping).filter(
    (each): each is string => typeof each === "string" && !each.startsWith("#") && /[/#]|\.(?:ya?ml|json)$/i.test(each),
  );
}
