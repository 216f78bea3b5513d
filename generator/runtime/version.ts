/** The series of generators whose output this runtime serves. */
export type SupportedSeries = "0.1";

/** The series of the generator of a module. A series that this runtime does not serve is a type error. */
export type RuntimeSeries<Series extends SupportedSeries> = Series;
