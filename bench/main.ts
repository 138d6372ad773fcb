import { benchApi } from "./api.ts";
import { benchData } from "./data.ts";
import { benchPlan } from "./plan.ts";

const benches: Record<string, () => Promise<void>> = { api: benchApi, data: benchData, plan: benchPlan };

const name = process.argv[2] ?? "";
const bench = benches[name];
if (bench) await bench();
else {
  console.error(`usage: pnpm bench ${Object.keys(benches).join(" | ")}`);
  process.exitCode = 1;
}
