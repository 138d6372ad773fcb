// `npm start` and `npm test` begin here, on a machine that has Node alone: what is missing or has changed is installed,
// generated and built, then the application or the tests run.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`VetSuccess needs Node 20.19 or newer; this is ${process.version}. See https://nodejs.org`);
  process.exit(1);
}

// npm puts a shell between itself and us, which does not hand SIGTERM on: when it is gone, we are to go.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === parent || !process.env.npm_lifecycle_event) return;
  clearInterval(watch);
  process.kill(process.pid, "SIGTERM");
}, 300).unref();

const [task, ...options] = process.argv.slice(2);
if (options[0] === "--") options.shift(); // npm takes it away, pnpm leaves it
const { prepare, root } = await import("./prepare.mjs");
if (task === "start") {
  await prepare(["install", "generate", "admin", "bundle"]);
  const program = new URL("apps/cli/dist/main.js", root);
  process.setSourceMapsEnabled(true);
  process.argv = [process.execPath, (await import("node:url")).fileURLToPath(program), "start", ...options];
  await import(program.href);
} else if (task === "test") {
  await prepare(["install", "generate"]);
  const { runTests } = await import("./run-tests.mjs");
  process.exitCode = await runTests(options);
} else if (task === "build") {
  // What process and browser tests run.
  await prepare(["admin", "bundle", "failpoint"]);
} else {
  console.error("Usage: node scripts/bootstrap.mjs start|test|build [options]");
  process.exitCode = 2;
}
