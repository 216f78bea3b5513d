import typia, { type tags } from "typia";

interface Session {
  sessionId: string;
  closeReason?: number | string;
  closeReasonText?: string;
  connectionEndTime?: number;
  connectionId?: string;
  connectionStartTime?: number;
  devtoolsFrontendUrl?: string;
  endTime?: number;
  lastUpdated?: number;
  startTime?: number;
  webSocketDebuggerUrl?: string;
}

interface SessionWithFormats {
  sessionId: string & tags.Format<"uuid">;
  closeReason?: number | string;
  closeReasonText?: string;
  connectionEndTime?: number;
  connectionId?: string;
  connectionStartTime?: number;
  devtoolsFrontendUrl?: string & tags.Format<"uri">;
  endTime?: number;
  lastUpdated?: number;
  startTime?: number;
  webSocketDebuggerUrl?: string & tags.Format<"uri">;
}

interface Address {
  street: string;
  city: string;
  zip?: string | null;
}

interface Group0 {
  field0x0: string;
  field0x1: number & tags.Type<"int64"> & tags.Minimum<0>;
  field0x2: boolean;
  field0x3: string & tags.MaxLength<80>;
  field0x4: "open" | "closed" | "late";
  field0x5: string;
  field0x6: string;
  field0x7: number & tags.Type<"int64"> & tags.Minimum<0>;
  field0x8: boolean;
  field0x9?: string & tags.MaxLength<80>;
  field0x10?: "open" | "closed" | "late";
  field0x11?: string;
  field0x12?: string;
  field0x13?: number & tags.Type<"int64"> & tags.Minimum<0>;
  field0x14?: boolean;
  field0x15?: string & tags.MaxLength<80>;
  field0x16?: "open" | "closed" | "late";
  field0x17?: string;
  address?: Address;
}

interface Group1 {
  field1x0: string;
  field1x1: number & tags.Type<"int64"> & tags.Minimum<0>;
  field1x2: boolean;
  field1x3: string & tags.MaxLength<80>;
  field1x4: "open" | "closed" | "late";
  field1x5: string;
  field1x6: string;
  field1x7: number & tags.Type<"int64"> & tags.Minimum<0>;
  field1x8: boolean;
  field1x9?: string & tags.MaxLength<80>;
  field1x10?: "open" | "closed" | "late";
  field1x11?: string;
  field1x12?: string;
  field1x13?: number & tags.Type<"int64"> & tags.Minimum<0>;
  field1x14?: boolean;
  field1x15?: string & tags.MaxLength<80>;
  field1x16?: "open" | "closed" | "late";
  field1x17?: string;
  address?: Address;
}

interface Group2 {
  field2x0: string;
  field2x1: number & tags.Type<"int64"> & tags.Minimum<0>;
  field2x2: boolean;
  field2x3: string & tags.MaxLength<80>;
  field2x4: "open" | "closed" | "late";
  field2x5: string;
  field2x6: string;
  field2x7: number & tags.Type<"int64"> & tags.Minimum<0>;
  field2x8: boolean;
  field2x9?: string & tags.MaxLength<80>;
  field2x10?: "open" | "closed" | "late";
  field2x11?: string;
  field2x12?: string;
  field2x13?: number & tags.Type<"int64"> & tags.Minimum<0>;
  field2x14?: boolean;
  field2x15?: string & tags.MaxLength<80>;
  field2x16?: "open" | "closed" | "late";
  field2x17?: string;
  address?: Address;
}

interface Group3 {
  field3x0: string;
  field3x1: number & tags.Type<"int64"> & tags.Minimum<0>;
  field3x2: boolean;
  field3x3: string & tags.MaxLength<80>;
  field3x4: "open" | "closed" | "late";
  field3x5: string;
  field3x6: string;
  field3x7: number & tags.Type<"int64"> & tags.Minimum<0>;
  field3x8: boolean;
  field3x9?: string & tags.MaxLength<80>;
  field3x10?: "open" | "closed" | "late";
  field3x11?: string;
  field3x12?: string;
  field3x13?: number & tags.Type<"int64"> & tags.Minimum<0>;
  field3x14?: boolean;
  field3x15?: string & tags.MaxLength<80>;
  field3x16?: "open" | "closed" | "late";
  field3x17?: string;
  address?: Address;
}

interface Group4 {
  field4x0: string;
  field4x1: number & tags.Type<"int64"> & tags.Minimum<0>;
  field4x2: boolean;
  field4x3: string & tags.MaxLength<80>;
  field4x4: "open" | "closed" | "late";
  field4x5: string;
  field4x6: string;
  field4x7: number & tags.Type<"int64"> & tags.Minimum<0>;
  field4x8: boolean;
  field4x9?: string & tags.MaxLength<80>;
  field4x10?: "open" | "closed" | "late";
  field4x11?: string;
  field4x12?: string;
  field4x13?: number & tags.Type<"int64"> & tags.Minimum<0>;
  field4x14?: boolean;
  field4x15?: string & tags.MaxLength<80>;
  field4x16?: "open" | "closed" | "late";
  field4x17?: string;
  address?: Address;
}

interface Large {
  group0: Group0;
  group1: Group1;
  group2: Group2;
  group3: Group3;
  group4: Group4;
}

interface Group0WithFormats {
  field0x0: string;
  field0x1: number & tags.Type<"int64"> & tags.Minimum<0>;
  field0x2: boolean;
  field0x3: string & tags.MaxLength<80>;
  field0x4: "open" | "closed" | "late";
  field0x5: string & tags.Format<"date-time">;
  field0x6: string;
  field0x7: number & tags.Type<"int64"> & tags.Minimum<0>;
  field0x8: boolean;
  field0x9?: string & tags.MaxLength<80>;
  field0x10?: "open" | "closed" | "late";
  field0x11?: string & tags.Format<"uri">;
  field0x12?: string;
  field0x13?: number & tags.Type<"int64"> & tags.Minimum<0>;
  field0x14?: boolean;
  field0x15?: string & tags.MaxLength<80>;
  field0x16?: "open" | "closed" | "late";
  field0x17?: string & tags.Format<"date-time">;
  address?: Address;
}

interface Group1WithFormats {
  field1x0: string;
  field1x1: number & tags.Type<"int64"> & tags.Minimum<0>;
  field1x2: boolean;
  field1x3: string & tags.MaxLength<80>;
  field1x4: "open" | "closed" | "late";
  field1x5: string & tags.Format<"date-time">;
  field1x6: string;
  field1x7: number & tags.Type<"int64"> & tags.Minimum<0>;
  field1x8: boolean;
  field1x9?: string & tags.MaxLength<80>;
  field1x10?: "open" | "closed" | "late";
  field1x11?: string & tags.Format<"uri">;
  field1x12?: string;
  field1x13?: number & tags.Type<"int64"> & tags.Minimum<0>;
  field1x14?: boolean;
  field1x15?: string & tags.MaxLength<80>;
  field1x16?: "open" | "closed" | "late";
  field1x17?: string & tags.Format<"date-time">;
  address?: Address;
}

interface Group2WithFormats {
  field2x0: string;
  field2x1: number & tags.Type<"int64"> & tags.Minimum<0>;
  field2x2: boolean;
  field2x3: string & tags.MaxLength<80>;
  field2x4: "open" | "closed" | "late";
  field2x5: string & tags.Format<"date-time">;
  field2x6: string;
  field2x7: number & tags.Type<"int64"> & tags.Minimum<0>;
  field2x8: boolean;
  field2x9?: string & tags.MaxLength<80>;
  field2x10?: "open" | "closed" | "late";
  field2x11?: string & tags.Format<"uri">;
  field2x12?: string;
  field2x13?: number & tags.Type<"int64"> & tags.Minimum<0>;
  field2x14?: boolean;
  field2x15?: string & tags.MaxLength<80>;
  field2x16?: "open" | "closed" | "late";
  field2x17?: string & tags.Format<"date-time">;
  address?: Address;
}

interface Group3WithFormats {
  field3x0: string;
  field3x1: number & tags.Type<"int64"> & tags.Minimum<0>;
  field3x2: boolean;
  field3x3: string & tags.MaxLength<80>;
  field3x4: "open" | "closed" | "late";
  field3x5: string & tags.Format<"date-time">;
  field3x6: string;
  field3x7: number & tags.Type<"int64"> & tags.Minimum<0>;
  field3x8: boolean;
  field3x9?: string & tags.MaxLength<80>;
  field3x10?: "open" | "closed" | "late";
  field3x11?: string & tags.Format<"uri">;
  field3x12?: string;
  field3x13?: number & tags.Type<"int64"> & tags.Minimum<0>;
  field3x14?: boolean;
  field3x15?: string & tags.MaxLength<80>;
  field3x16?: "open" | "closed" | "late";
  field3x17?: string & tags.Format<"date-time">;
  address?: Address;
}

interface Group4WithFormats {
  field4x0: string;
  field4x1: number & tags.Type<"int64"> & tags.Minimum<0>;
  field4x2: boolean;
  field4x3: string & tags.MaxLength<80>;
  field4x4: "open" | "closed" | "late";
  field4x5: string & tags.Format<"date-time">;
  field4x6: string;
  field4x7: number & tags.Type<"int64"> & tags.Minimum<0>;
  field4x8: boolean;
  field4x9?: string & tags.MaxLength<80>;
  field4x10?: "open" | "closed" | "late";
  field4x11?: string & tags.Format<"uri">;
  field4x12?: string;
  field4x13?: number & tags.Type<"int64"> & tags.Minimum<0>;
  field4x14?: boolean;
  field4x15?: string & tags.MaxLength<80>;
  field4x16?: "open" | "closed" | "late";
  field4x17?: string & tags.Format<"date-time">;
  address?: Address;
}

interface LargeWithFormats {
  group0: Group0WithFormats;
  group1: Group1WithFormats;
  group2: Group2WithFormats;
  group3: Group3WithFormats;
  group4: Group4WithFormats;
}

type Node =
  | { kind: "section"; title: string; children: Node[] }
  | { kind: "list"; ordered: boolean; children: Node[] }
  | { kind: "text"; text: string; bold?: boolean }
  | { kind: "link"; href: string; children: Node[] }
  | { kind: "image"; src: string; width?: number; height?: number };

export const sessions = { is: typia.createIs<Session[]>(), validate: typia.createValidate<Session[]>() };
export const sessionsWithFormats = { is: typia.createIs<SessionWithFormats[]>(), validate: typia.createValidate<SessionWithFormats[]>() };
export const large = { is: typia.createIs<Large>(), validate: typia.createValidate<Large>() };
export const largeWithFormats = { is: typia.createIs<LargeWithFormats>(), validate: typia.createValidate<LargeWithFormats>() };
export const tree = { is: typia.createIs<Node>(), validate: typia.createValidate<Node>() };
