/** The verdicts that an executed notebook holds, so that a command says what its page says. */
import { z } from "zod";
import { readNotebook } from "../../notebook/index.js";
import {
  findingNames,
  verdictsMimeType,
  type VerdictFacts,
} from "../../report/show/paper/verdict-facts.js";

/** What a command shows of a verdict; the page has the rest. */
export type PageVerdictLine = Pick<
  VerdictFacts,
  "claim" | "statement" | "protocol" | "finding" | "reason" | "runIds"
>;

const schema = z.object({
  paper: z.object({ key: z.string() }),
  verdicts: z.array(
    z.object({
      claim: z.string(),
      statement: z.string(),
      protocol: z.enum(["faithful", "corrected"]),
      finding: z.enum(findingNames),
      reason: z.string(),
      runIds: z.array(z.string()),
    }),
  ),
});

/** Verdicts on the paper `key` that the cells of the notebook at `path` put out, in their order. Throws `E_NOTEBOOK_FILE`. */
export async function pageVerdicts(path: string, key: string): Promise<PageVerdictLine[]> {
  const { cells } = await readNotebook(path);
  const found = cells.flatMap(({ outputs }) => outputs.flatMap(contentOf));
  return found.flatMap(({ paper, verdicts }) => (paper.key === key ? verdicts : []));
}

function contentOf(output: object): z.infer<typeof schema>[] {
  const { data } = output as { readonly data?: Readonly<Record<string, unknown>> };
  const content = data?.[verdictsMimeType];
  if (content === undefined) return [];
  const parsed = schema.safeParse(typeof content === "string" ? JSON.parse(content) : content);
  return parsed.success ? [parsed.data] : [];
}
