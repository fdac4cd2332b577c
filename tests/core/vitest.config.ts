import { defineConfig } from "vitest/config";

// vitest reads its configuration from a default export
export default defineConfig({
  test: {
    root: new URL(".", import.meta.url).pathname,
    include: ["*.spec.ts"],
    testTimeout: 60_000,
  },
});
