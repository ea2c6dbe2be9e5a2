/** Builds the widget, the scripts of its pages and the chat page into the service's folder; `make widget` runs it. */

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile, copyFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = join(here, "../service/web/static");
const BROWSERS = ["chrome123", "firefox120", "safari17.5"];
const { version } = JSON.parse(await readFile(join(here, "package.json"), "utf8"));

/** One hash over all sources, so that a test can tell, without Node, whether the built file is of today. */
async function sourceHash() {
  const names = (await readdir(join(here, "src"), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(here, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update("\0").update(await readFile(join(here, name))).update("\0");
  return hash.digest("hex").slice(0, 16);
}

/** Style sheets as minified text. */
const styles = {
  name: "styles",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: BROWSERS });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/** The pages load the element from its own file, as a host does. */
const apart = {
  name: "apart",
  setup(build) {
    build.onResolve({ filter: /^\.\/i-statement$/ }, ({ kind }) => (kind === "entry-point" ? undefined : { path: "./i-statement.js", external: true }));
  },
};

/** One file: a script with the styles it makes itself as text in it, or a style sheet. */
async function bundle(entry, name) {
  const script = name.endsWith(".js");
  const banner = `/*! i-statement ${version} sources ${await sourceHash()} */`;
  await esbuild.build({
    entryPoints: [join(here, "src", entry)],
    outfile: join(out, name),
    bundle: true,
    minify: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    ...(script ? { format: "esm", target: "es2022", plugins: [styles, apart], banner: { js: banner } } : { target: BROWSERS, banner: { css: banner } }),
  });
  const built = await readFile(join(out, name));
  console.log(`${name}: ${built.length} bytes, ${gzipSync(built, { level: 9 }).length} compressed`);
}

for (const folder of ["widget", "chat"]) await mkdir(join(out, folder), { recursive: true });
await bundle("i-statement.ts", "widget/i-statement.js");
await bundle("embed.ts", "widget/embed.js");
await bundle("playground.ts", "widget/playground.js");
await bundle("chat/chat.ts", "chat/chat.js");
await bundle("chat/page.css", "chat/chat.css");
await copyFile(join(here, "types/i-statement.d.ts"), join(out, "widget/i-statement.d.ts"));
const manifest = JSON.parse(await readFile(join(here, "custom-elements.json"), "utf8"));
await writeFile(join(out, "widget/custom-elements.json"), JSON.stringify(manifest, null, 2) + "\n");
