import { benchApi } from "./api.ts";
import { benchData } from "./data.ts";
import { benchEmail } from "./email.ts";
import { benchLighthouse } from "./lighthouse.ts";
import { benchPlan } from "./plan.ts";
import { benchScreens } from "./screens.ts";

const benches: Record<string, () => Promise<void>> = {
  api: benchApi,
  data: benchData,
  email: benchEmail,
  lighthouse: benchLighthouse,
  plan: benchPlan,
  screens: benchScreens,
};

const name = process.argv[2] ?? "";
const bench = benches[name];
if (bench) await bench();
else {
  console.error(`usage: pnpm bench ${Object.keys(benches).join(" | ")}`);
  process.exitCode = 1;
}
