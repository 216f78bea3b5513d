/** The formats of `tallystick diff --format`. */
export const diffFormats = ["text", "markdown", "html", "github", "gitlab"] as const;

export type DiffFormat = (typeof diffFormats)[number];
