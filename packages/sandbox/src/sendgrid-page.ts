// The page of the fake SendGrid: the mails as their readers see them. The HTML of a mail is shown in a frame that runs no
// script; all else of a mail reaches the page as text nodes alone.

export const inboxPage = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Inbox · VetSuccess sandbox</title>
  <link rel="stylesheet" href="/inbox.css">
  <script src="/inbox.js" defer></script>
</head>
<body>
  <aside>
    <header>
      <h1>Inbox</h1>
      <p id="count" role="status">No mails yet</p>
      <input id="search" type="search" placeholder="Address or words" aria-label="Search by address or words">
    </header>
    <nav aria-label="Mails"><ul id="mails"></ul></nav>
  </aside>
  <main>
    <header>
      <a id="back" href="#" aria-label="Back to the mails">‹</a>
      <h2 id="subject">Choose a mail</h2>
      <p id="people">Nothing on this page has left this computer.</p>
      <ul id="files" aria-label="Files"></ul>
    </header>
    <iframe id="body" title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
  </main>
</body>
</html>
`;

export const inboxScript = `"use strict";
const mails = [];
const byId = (id) => document.getElementById(id);
const element = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};
const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const dayAndClock = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const chosen = () => decodeURIComponent(location.hash.slice(1));
const size = (bytes) => bytes < 1024 ? bytes + " bytes"
  : bytes < 1024 * 1024 ? Math.round(bytes / 1024) + " kB" : (bytes / 1024 / 1024).toFixed(1) + " MB";

function matches(mail, wanted) {
  return [...mail.to, ...mail.cc, mail.subject, mail.text].some((words) => words.toLowerCase().includes(wanted));
}

function showList() {
  const wanted = byId("search").value.trim().toLowerCase();
  const found = mails.filter((mail) => matches(mail, wanted)).reverse();
  const rows = found.slice(0, 500).map((mail) => {
    const link = element("a");
    link.href = "#" + encodeURIComponent(mail.id);
    if (mail.id === chosen()) link.setAttribute("aria-current", "true");
    const top = element("span", "top");
    top.append(element("strong", "", mail.to.join(", ")), element("time", "", clock.format(new Date(mail.at))));
    link.append(top, element("span", "preview", mail.subject));
    const row = element("li");
    row.append(link);
    return row;
  });
  if (rows.length === 0 && mails.length > 0) rows.push(element("li", "none", "No mail like this"));
  byId("mails").replaceChildren(...rows);
  byId("count").textContent = mails.length === 0 ? "No mails yet: they appear here as they are sent"
    : mails.length + (mails.length === 1 ? " mail" : " mails");
}

function showMail() {
  const mail = mails.find(({ id }) => id === chosen());
  document.body.classList.toggle("open", mail !== undefined);
  byId("subject").textContent = mail ? mail.subject : "Choose a mail";
  byId("people").textContent = mail
    ? "to " + mail.to.join(", ") + (mail.cc.length ? ", cc " + mail.cc.join(", ") : "")
      + " · from " + mail.from + " · " + dayAndClock.format(new Date(mail.at))
    : "Nothing on this page has left this computer.";
  byId("files").replaceChildren(...(mail ? mail.attachments : []).map(({ fileName, bytes }, at) => {
    const link = element("a", "", fileName + " (" + size(bytes) + ")");
    link.href = "/mails/" + mail.id + "/attachments/" + at;
    const row = element("li");
    row.append(link);
    return row;
  }));
  const wanted = mail ? "/mails/" + mail.id + "/html" : "about:blank";
  if (byId("body").getAttribute("src") !== wanted) byId("body").setAttribute("src", wanted);
}

function show() {
  showList();
  showMail();
}

async function refresh() {
  try {
    const answer = await fetch("/mails?from=" + mails.length);
    const { total, mails: fresh } = await answer.json();
    if (total < mails.length) mails.length = 0;
    else if (fresh.length > 0) {
      mails.push(...fresh);
      show();
    }
  } catch {
    byId("count").textContent = "The sandbox does not answer";
  }
  setTimeout(refresh, 1000);
}

byId("search").addEventListener("input", showList);
addEventListener("hashchange", show);
show();
refresh();
`;

export const inboxStyle = `:root {
  --ground: #f4f5f7; --panel: #ffffff; --ink: #1c2024; --quiet: #5c6570; --line: #dfe3e8; --mark: #e3efff; --link: #1558b0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101316; --panel: #181c20; --ink: #e8eaed; --quiet: #a3acb6; --line: #2b3138; --mark: #1e3350; --link: #8ab8f5;
  }
}
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body {
  display: grid; grid-template-columns: minmax(260px, 360px) minmax(0, 1fr); background: var(--ground); color: var(--ink);
  font: 15px/1.45 system-ui, sans-serif;
}
aside, main { min-height: 0; height: 100vh; display: flex; flex-direction: column; }
aside { background: var(--panel); border-right: 1px solid var(--line); }
header { padding: 16px; border-bottom: 1px solid var(--line); }
h1, h2 { margin: 0; font-size: 18px; font-weight: 650; overflow-wrap: anywhere; }
header p { margin: 2px 0 0; color: var(--quiet); font-size: 13px; overflow-wrap: anywhere; }
input {
  width: 100%; margin-top: 12px; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--ground); color: inherit; font: inherit;
}
nav { overflow-y: auto; }
ul { list-style: none; margin: 0; padding: 0; }
#mails a { display: block; padding: 10px 16px; color: inherit; text-decoration: none; border-bottom: 1px solid var(--line); }
#mails a:hover, #mails a[aria-current] { background: var(--mark); }
#mails a:focus-visible, input:focus-visible, #back:focus-visible, #files a:focus-visible {
  outline: 2px solid var(--link); outline-offset: -2px;
}
.top { display: flex; justify-content: space-between; gap: 8px; font-variant-numeric: tabular-nums; }
.top strong { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
time, .none { color: var(--quiet); font-size: 13px; }
.none { padding: 16px; }
.preview {
  display: block; color: var(--quiet); font-size: 13px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
}
main header { background: var(--panel); }
#files { display: flex; flex-wrap: wrap; gap: 8px; }
#files li { margin-top: 10px; }
#files a {
  display: block; padding: 4px 10px; border: 1px solid var(--line); border-radius: 8px; color: var(--link); font-size: 13px;
  text-decoration: none;
}
iframe { flex: 1; width: 100%; border: 0; background: #ffffff; color-scheme: light; }
#back { display: none; color: var(--link); text-decoration: none; font-size: 26px; line-height: 1; padding: 0 10px 0 0; }
@media (max-width: 700px) {
  body { grid-template-columns: minmax(0, 1fr); }
  main { display: none; }
  body.open main { display: flex; }
  body.open aside { display: none; }
  #back { display: inline; float: left; }
}
`;
