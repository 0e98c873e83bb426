import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

import svelteConfig from "./svelte.config.js";

export default ts.config(
  { ignores: ["node_modules"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      "max-lines": ["error", { max: 300 }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/restrict-template-expressions": "off",
      "no-undef": "off", // TypeScript knows better
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    // The plots, the data and the state must outlive any user-interface framework.
    files: ["src/data/**", "src/engine/**", "src/state/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: ["svelte", "svelte/*", "*.svelte", "**/ui/*", "**/*.svelte.ts"] },
      ],
    },
  },
);
