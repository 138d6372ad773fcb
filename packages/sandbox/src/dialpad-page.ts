// The page of the fake Dialpad: the texts as the owners' phones show them. What comes from a text reaches the page as text
// nodes alone, never as HTML; scripts and styles are files of their own, so that nothing inline need be allowed.

export const phonePage = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Phones · VetSuccess sandbox</title>
  <link rel="stylesheet" href="/phone.css">
  <script src="/phone.js" defer></script>
</head>
<body>
  <aside>
    <header>
      <h1>Phones</h1>
      <p id="count" role="status">No texts yet</p>
      <input id="search" type="search" placeholder="Number or words" aria-label="Search by number or words">
    </header>
    <nav aria-label="Numbers"><ul id="numbers"></ul></nav>
  </aside>
  <main>
    <header>
      <a id="back" href="#" aria-label="Back to the numbers">‹</a>
      <h2 id="title">Choose a number</h2>
      <p>Nothing on this page has left this computer.</p>
    </header>
    <ol id="bubbles" aria-live="polite"></ol>
  </main>
</body>
</html>
`;

export const phoneScript = `"use strict";
const texts = [];
const byId = (id) => document.getElementById(id);
const element = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};
const digits = (words) => words.replace(/\\D/g, "");
const pretty = (number) => number.replace(/^\\+1(\\d{3})(\\d{3})(\\d{4})$/, "($1) $2-$3");
const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const dayAndClock = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const chosen = () => decodeURIComponent(location.hash.slice(1));

function conversations() {
  const all = new Map();
  for (const text of texts) all.set(text.to, [...(all.get(text.to) ?? []), text]);
  return [...all.entries()].sort(([, a], [, b]) => (a.at(-1).at < b.at(-1).at ? 1 : -1));
}

function matches([number, sent], wanted) {
  if (wanted === "") return true;
  const wantedDigits = digits(wanted);
  return (wantedDigits !== "" && number.includes(wantedDigits))
    || sent.some(({ text }) => text.toLowerCase().includes(wanted));
}

function showNumbers() {
  const wanted = byId("search").value.trim().toLowerCase();
  const found = conversations().filter((each) => matches(each, wanted));
  const rows = found.slice(0, 500).map(([number, sent]) => {
    const link = element("a");
    link.href = "#" + encodeURIComponent(number);
    if (number === chosen()) link.setAttribute("aria-current", "true");
    const last = sent.at(-1);
    const top = element("span", "top");
    top.append(element("strong", "", pretty(number)), element("time", "", clock.format(new Date(last.at))));
    link.append(top, element("span", "preview", last.text));
    const row = element("li");
    row.append(link);
    return row;
  });
  if (rows.length === 0 && texts.length > 0) rows.push(element("li", "none", "No number or text like this"));
  byId("numbers").replaceChildren(...rows);
  byId("count").textContent = texts.length === 0 ? "No texts yet: they appear here as they are sent"
    : texts.length + (texts.length === 1 ? " text to " : " texts to ") + conversations().length
      + (conversations().length === 1 ? " number" : " numbers");
}

function showBubbles() {
  const number = chosen();
  document.body.classList.toggle("open", number !== "");
  byId("title").textContent = number === "" ? "Choose a number" : pretty(number);
  byId("bubbles").replaceChildren(...texts.filter(({ to }) => to === number).map(({ from, at, text }) => {
    const row = element("li");
    row.append(element("p", "bubble", text),
      element("small", "", "from " + pretty(from) + " · " + dayAndClock.format(new Date(at))));
    return row;
  }));
}

function show() {
  showNumbers();
  showBubbles();
}

async function refresh() {
  try {
    const answer = await fetch("/ledger?from=" + texts.length);
    const { total, texts: fresh } = await answer.json();
    if (total < texts.length) texts.length = 0;
    else if (fresh.length > 0) {
      texts.push(...fresh);
      show();
    }
  } catch {
    byId("count").textContent = "The sandbox does not answer";
  }
  setTimeout(refresh, 1000);
}

byId("search").addEventListener("input", showNumbers);
addEventListener("hashchange", show);
show();
refresh();
`;

export const phoneStyle = `:root {
  --ground: #f4f5f7; --panel: #ffffff; --ink: #1c2024; --quiet: #5c6570; --line: #dfe3e8; --mark: #e3efff;
  --bubble: #e8eaee; --link: #1558b0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101316; --panel: #181c20; --ink: #e8eaed; --quiet: #a3acb6; --line: #2b3138; --mark: #1e3350;
    --bubble: #2a3037; --link: #8ab8f5;
  }
}
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body {
  display: grid; grid-template-columns: minmax(260px, 340px) minmax(0, 1fr); background: var(--ground); color: var(--ink);
  font: 15px/1.45 system-ui, sans-serif;
}
aside, main { min-height: 0; height: 100vh; display: flex; flex-direction: column; }
aside { background: var(--panel); border-right: 1px solid var(--line); }
header { padding: 16px; border-bottom: 1px solid var(--line); }
h1, h2 { margin: 0; font-size: 18px; font-weight: 650; }
header p { margin: 2px 0 0; color: var(--quiet); font-size: 13px; }
input {
  width: 100%; margin-top: 12px; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--ground); color: inherit; font: inherit;
}
nav { overflow-y: auto; }
ul, ol { list-style: none; margin: 0; padding: 0; }
#numbers a { display: block; padding: 10px 16px; color: inherit; text-decoration: none; border-bottom: 1px solid var(--line); }
#numbers a:hover, #numbers a[aria-current] { background: var(--mark); }
#numbers a:focus-visible, input:focus-visible, #back:focus-visible { outline: 2px solid var(--link); outline-offset: -2px; }
.top { display: flex; justify-content: space-between; gap: 8px; font-variant-numeric: tabular-nums; }
time, .none, small { color: var(--quiet); font-size: 13px; }
.none { padding: 16px; }
.preview {
  display: block; color: var(--quiet); font-size: 13px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
}
main header { background: var(--panel); }
#bubbles { flex: 1; overflow-y: auto; padding: 20px 16px; }
#bubbles li { max-width: 34rem; margin-bottom: 16px; }
.bubble {
  margin: 0 0 4px; padding: 10px 14px; border-radius: 4px 18px 18px 18px; background: var(--bubble);
  white-space: pre-wrap; overflow-wrap: anywhere;
}
#back { display: none; color: var(--link); text-decoration: none; font-size: 26px; line-height: 1; padding: 0 10px 0 0; }
@media (max-width: 700px) {
  body { grid-template-columns: minmax(0, 1fr); }
  main { display: none; }
  body.open main { display: flex; }
  body.open aside { display: none; }
  #back { display: inline; float: left; }
}
`;
