// Builds dist: the library and the nodes' runtime with tsc, and for each node its HTML, locales and icon.
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withFieldTable } from "./field-table.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const at = (...parts) => join(root, ...parts);
const require = createRequire(import.meta.url);
const tsc = require.resolve("typescript/bin/tsc");
const built = (file) => require(at("dist", file));

/** Returns the HTML that Node-RED loads: the dialog's code as an inline script, then its templates. */
async function editorHtml(type) {
  const bundle = await build({
    entryPoints: [at("nodes", type, "editor.mts")],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
  });
  const code = bundle.outputFiles[0].text;
  if (code.includes("</script")) throw new Error(`${type}: the dialog's code would close its own script element`);
  const templates = readFileSync(at("nodes", type, "editor.html"), "utf8");
  return `<script type="text/javascript">\n${code}</script>\n\n${templates}`;
}

/** Writes a node's labels and help in each language. The labels include the texts that all nodes share. */
function writeLocales(type, out) {
  cpSync(at("nodes", type, "locales"), join(out, "locales"), { recursive: true });
  for (const language of readdirSync(at("nodes", type, "locales"))) {
    const labels = [
      at("nodes", type, "locales", language, `${type}.json`),
      at("nodes", "shared", "texts", `${language}.json`),
      at("lib", "texts", `${language}.json`),
    ];
    const catalogue = Object.assign({}, ...labels.map((file) => JSON.parse(readFileSync(file, "utf8"))));
    writeFileSync(join(out, "locales", language, `${type}.json`), JSON.stringify(catalogue, undefined, 2));
    writeHelp(join(out, "locales", language, `${type}.html`), catalogue);
  }
}

/** Puts the table of fields into a help file that asks for it. */
function writeHelp(file, texts) {
  const { fields } = built("lib/telegram/catalogue/catalogue.js");
  const { describe } = built("lib/telegram/catalogue/describe.js");
  const { translator } = built("lib/texts/texts.js");
  const help = readFileSync(file, "utf8");
  writeFileSync(file, withFieldTable(help, { fields, describe, translate: translator(texts) }));
}

rmSync(at("dist"), { recursive: true, force: true });
execFileSync(process.execPath, [tsc, "-p", at("tsconfig.build.json")], { stdio: "inherit" });

for (const type of readdirSync(at("nodes"))) {
  const out = at("dist", "nodes", type);
  if (!existsSync(at("nodes", type, "editor.mts"))) continue;
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, `${type}.html`), await editorHtml(type));
  writeLocales(type, out);
  const icon = `${type}.svg`;
  if (existsSync(at("icons", icon))) {
    mkdirSync(join(out, "icons"), { recursive: true });
    cpSync(at("icons", icon), join(out, "icons", icon));
  }
}

const schema = at("lib", "telegram", "telegram.schema.json");
if (existsSync(schema)) cpSync(schema, at("dist", "lib", "telegram", "telegram.schema.json"));
chmodSync(at("dist", "lib", "cli", "p1.js"), 0o755);
