/** An event as it was sent, with the fields that it has. */
export interface SentEvent {
  event?: string;
  data: string;
  id?: string;
  retry?: number;
}

/** Reads `text/event-stream` line by line. */
export interface EventLines {
  /** Accepts a line without its end. Returns the event that the line completes, if it has data. */
  take(line: string): SentEvent | undefined;
  /** The last id that was given, by events without data, too. */
  lastId(): string;
  /** Lines of a body without an event that are no event fields. */
  strange(): readonly string[];
}

/** The number of lines of a body without events that the error contains. */
const mostLines = 100;

/** By the rules of the HTML standard (§9.2.6). An event that the end of the stream cuts off is none. */
export function eventLines(): EventLines {
  let fields: Partial<SentEvent> = {};
  let lastId = "";
  let count = 0;
  const unknown: string[] = [];
  return {
    take: (line) => {
      if (line === "") {
        const { data } = fields;
        const event = data === undefined ? undefined : { ...fields, data };
        if (event) count += 1;
        fields = {};
        return event;
      }
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "data") fields.data = fields.data === undefined ? value : `${fields.data}\n${value}`;
      else if (field === "event") fields.event = value;
      else if (field === "id" && !value.includes("\0")) lastId = fields.id = value;
      else if (field === "retry" && /^\d+$/.test(value)) fields.retry = Number(value);
      else if (count === 0 && !/^(?:id|retry)?$/.test(field) && unknown.length < mostLines) unknown.push(line);
      return undefined;
    },
    lastId: () => lastId,
    // By the standard a page is a stream without events, but no API means that.
    strange: () => (count === 0 ? unknown : []),
  };
}

/** The ways to read an event that is described as a whole: data and id are texts on the wire, and a description may mean the JSON or the number in them. */
export function readingsOf(event: SentEvent): readonly object[] {
  const parsedData = withJson(event);
  const numbered = event.id ? [event, parsedData].map((each) => ({ ...each, id: Number(event.id) })) : [];
  return [parsedData, event, ...numbered];
}

function withJson(event: SentEvent): object {
  try {
    return { ...event, data: JSON.parse(event.data) as unknown };
  } catch {
    return event;
  }
}

/** Of several variants of an event, the one with the fewest issues: the unintended ones have more. */
export function leastWrong(readings: readonly object[], issues: (reading: object) => number): object | undefined {
  const counts = readings.map(issues);
  return readings[counts.indexOf(Math.min(...counts))];
}
