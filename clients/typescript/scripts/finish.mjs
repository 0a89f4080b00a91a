// The package is ESM; what is below dist/cjs has to say that it is not. The licence goes along.
import { copyFileSync, writeFileSync } from "node:fs";

const place = new URL("../dist/cjs/package.json", import.meta.url);
writeFileSync(place, `${JSON.stringify({ type: "commonjs" })}\n`);
copyFileSync(new URL("../../../LICENSE", import.meta.url), new URL("../dist/LICENSE", import.meta.url));
