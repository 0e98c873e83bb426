/** Write the licences of all bundled packages beside the bundle. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/** The package a bundled module came from, or null for our own. */
function packageDirectory(module: string): string | null {
  if (!module.includes("/node_modules/")) return null;
  for (let dir = dirname(module.replace(/^\0+/, "")); dir !== "/"; dir = dirname(dir)) {
    const manifest = join(dir, "package.json");
    if (existsSync(manifest) && "version" in readManifest(manifest)) return dir;
  }
  return null;
}

function readManifest(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
}

function notice(directory: string): string {
  const { name, version, license } = readManifest(join(directory, "package.json"));
  const texts = readdirSync(directory)
    .filter((file) => LICENCE_FILE.test(file))
    .map((file) => readFileSync(join(directory, file), "utf8").trim());
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
}

export function licences(): Plugin {
  return {
    name: "dayside-licences",
    apply: "build",
    generateBundle(_, bundle) {
      const directories = new Set<string>();
      for (const output of Object.values(bundle)) {
        if (output.type !== "chunk") continue;
        for (const module of Object.keys(output.modules)) {
          const directory = packageDirectory(module);
          if (directory) directories.add(directory);
        }
      }
      const source = [...directories]
        .map(notice)
        .sort()
        .join(`\n\n${"-".repeat(72)}\n\n`);
      this.emitFile({ type: "asset", fileName: "THIRD_PARTY_LICENSES", source: `${source}\n` });
    },
  };
}
