const listed = `
a about above after again against all almost along already also although always am among an and
another any anyone anything are around as at away back be became because become becomes been before
behind being below between both but by can cannot could did do does doing don done down during each
either else ever every everyone everything few find finds first for from further get gets getting goes
had has have having he her here hers herself him himself his how however if in into is it its itself
just later least less ll made make makes many may me meanwhile might more most much must my myself
neither never next no nobody none nor not nothing now of off on once one only onto or other others our
ours out over own per perhaps quite rather re same she should since so some someone something soon
still such take takes than that the their theirs them themselves then there these they this those
though through thus to together too toward towards two under until up upon us ve very was way we well
were what when where whether which while who whom whose why will with within without would yet you
your yours yourself
`;

/** 223 English words that say how, not what: articles, pronouns, prepositions, helping verbs. */
export const stopWords: ReadonlySet<string> = new Set(listed.trim().split(/\s+/));
