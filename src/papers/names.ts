import type { EvidenceLevel, ProtocolName } from "./paper.js";

/** All levels of evidence, the firmest first. */
export const evidenceLevels: readonly EvidenceLevel[] = [
  "paper",
  "released-code",
  "external-table",
  "reconstruction",
];

/** Both protocols. */
export const protocolNames: readonly ProtocolName[] = ["faithful", "corrected"];
