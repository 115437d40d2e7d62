import { dataPage } from "./data-html.js";
import { ledgerPage } from "./ledger-html.js";
import type { RecordPage } from "./record-page.js";
import { runsPage } from "./runs-html.js";
import type { SiteRecords } from "./site-records.js";

/** Names of the pages that the site makes from what its reports tell. */
export const recordPageNames = ["ledger", "runs", "data"] as const;

/** These pages, in this order. */
export function recordPages(records: SiteRecords): readonly RecordPage[] {
  return [ledgerPage(records), runsPage(records), dataPage(records)];
}
