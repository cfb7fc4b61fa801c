import tailwind from "@tailwindcss/vite"
import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"

export default defineConfig({
  plugins: [react(), tailwind()],
  build: {
    target: "es2022",
    // The policy of the pages allows no data: scripts, and every file has a name that never changes
    // its content.
    assetsInlineLimit: 0,
    manifest: true, // for tools/size.js, which takes it away
    modulePreload: { polyfill: false },
  },
  // `npm run dev` against a cell that `make try` runs.
  server: { proxy: { "/api": { target: "https://127.0.0.1:8443", secure: false } } },
})
