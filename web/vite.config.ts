import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

import { licences } from "./dev/licences.ts";
import { mockServer } from "./dev/mock.ts";

const API = process.env["DAYSIDE_API"] ?? "http://127.0.0.1:8000";

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), licences(), ...(mode === "mock" ? [mockServer()] : [])],
  // Relative, so that the bundle works under any --root-path.
  base: "./",
  build: {
    outDir: "../src/dayside/portal/static",
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
    // A data: URL would need a wider content security policy.
    assetsInlineLimit: 0,
    rollupOptions: { input: "src/ui/main.ts" },
  },
  worker: { format: "es" },
  server: mode === "mock" ? {} : { proxy: { "/api": API, "/hapi": API } },
  // A loaded machine is slow, not wrong.
  test: { include: ["src/**/*.test.ts", "dev/**/*.test.ts"], testTimeout: 60_000 },
}));
