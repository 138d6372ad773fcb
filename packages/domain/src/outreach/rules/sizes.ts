import type { SmsSize } from "@vetsuccess/contract/templates";
import { SegmentedMessage } from "sms-segments-calculator";

/** Units in one segment alone, and in each of several (3GPP TS 23.040: the header of a part takes the rest). */
const capacity = { "GSM-7": { alone: 160, each: 153 }, "UCS-2": { alone: 70, each: 67 } } as const;

/** How a text travels. Counted as carriers do: a character that GSM-7 does not have makes the whole text UCS-2. */
export function sizeOf(text: string): SmsSize {
  const message = new SegmentedMessage(text);
  const encoding = message.getEncodingName() === "GSM-7" ? "GSM-7" : "UCS-2";
  const segments = message.segmentsCount;
  const bitsPerUnit = encoding === "GSM-7" ? 7 : 16;
  const units = Math.round(message.messageSize / bitsPerUnit);
  const { alone, each } = capacity[encoding];
  const limit = segments <= 1 ? alone : segments * each;
  return {
    encoding,
    segments,
    units,
    room: Math.max(0, limit - units),
    foreign: encoding === "GSM-7" ? [] : [...new Set(message.getNonGsmCharacters())],
  };
}
