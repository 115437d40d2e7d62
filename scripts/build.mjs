/** `npm run build`: installs what is locked, compiles `src/` to `dist/`. */
import { build, install } from "./steps.mjs";

await install();
await build();
