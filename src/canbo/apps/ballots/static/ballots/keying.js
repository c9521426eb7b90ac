// Keying papers without waiting: what is typed is read here at once, and sent by itself in batches. What is not yet
// acknowledged stays in this tab's own storage, so that neither a reload nor a lost line loses a paper; it is taken out
// as soon as the server has it. Without this script each paper is sent as an ordinary form.

const form = document.getElementById("keying");
if (form) start(form);

function start(form) {
  const [number, typed, faults, old] = ["number", "typed", "faults", "old"].map((id) => form.querySelector(`#${id}`));
  const [fault, count, saving] = ["typed-fault", "count", "saving"].map((id) => document.getElementById(id));
  const rows = document.getElementById("keyed");
  const names = [...document.querySelectorAll("#names li")];
  const said = form.dataset;
  const finish = document.querySelector("#finish button");
  const why = document.getElementById("why-finish");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const papers = new Map(); // number → {typed, faults}
  const queue = new Map(); // number → {typed, faults, new}
  const kept = `unsent ${said.papers} ${said.side}`; // what one side typed is never handed over by the other
  let sending = false;

  async function saved() {
    const answer = await fetch(said.papers, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error("later");
    return (await answer.json()).papers;
  }

  saved().then((found) => {
    for (const each of found) if (!papers.has(each.number)) papers.set(each.number, { ...each });
    tell();
  }).catch(() => {});

  // Papers that an earlier visit of this tab could not hand over: whether they arrived is asked before they go again.
  function takeUp() {
    for (const [at, paper] of JSON.parse(sessionStorage.getItem(kept) ?? "[]")) {
      papers.set(at, paper);
      queue.set(at, { ...paper, tried: true });
      line(at, paper, said.saving);
    }
    let next = Number(number.value);
    while (papers.has(next)) next += 1;
    number.value = next;
  }

  function keep() {
    if (queue.size) sessionStorage.setItem(kept, JSON.stringify([...queue]));
    else sessionStorage.removeItem(kept);
  }

  // The marks of a text, or the sentence of what is wrong with it. The server reads it again and decides.
  function read(text) {
    const letters = { a: "1", b: "2", c: "3", o: "0", x: "x" };
    const marks = Array(Number(said.names)).fill(null);
    let usual = said.usual;
    for (const [place, part] of text.replaceAll(",", " ").split(/\s+/).filter(Boolean).entries()) {
      const found = /^(?:(\d{1,4})(?:-(\d{1,4}))?)?([abcox])?$/i.exec(part);
      const mark = found?.[3] ? letters[found[3].toLowerCase()] : said.exception;
      if (!found || (!found[1] && place)) return { wrong: said.unread.replace("#", part) };
      if (!mark) return { wrong: said.letter };
      if (!said.marks.includes(mark)) return { wrong: said.unread.replace("#", part) };
      if (!found[1]) { usual = mark; continue; }
      const [first, last] = [Number(found[1]), Number(found[2] ?? found[1])];
      if (first < 1 || last < first || last > marks.length) return { wrong: said.range };
      for (let at = first; at <= last; at += 1) {
        if (marks[at - 1] !== null) return { wrong: said.again.replace("#", at) };
        marks[at - 1] = mark;
      }
    }
    return { marks: marks.map((mark) => mark ?? usual) };
  }

  function show() {
    const found = read(typed.value);
    fault.textContent = found.wrong ?? "";
    fault.hidden = !found.wrong;
    typed.setAttribute("aria-invalid", Boolean(found.wrong));
    names.forEach((line, place) => {
      const mark = found.marks?.[place] ?? said.usual;
      line.dataset.mark = mark === said.usual ? "" : mark;
    });
    return found;
  }

  function tell() {
    keep();
    count.textContent = papers.size;
    saving.textContent = queue.size ? `${said.saving} (${queue.size})` : "";
    tellFinish();
  }

  // "All keyed" opens when as many papers as came back are saved; the same is asked again by the server.
  function tellFinish() {
    if (!finish || !why.dataset.returned) return;
    const left = Number(why.dataset.returned) - papers.size;
    finish.disabled = Boolean(left || queue.size);
    why.textContent = left ? why.dataset[left > 0 ? "missing" : "over"].replace("#", Math.abs(left)) : why.dataset.all;
  }

  function line(at, paper, state) {
    let row = rows.querySelector(`[data-number="${at}"]`);
    if (!row) {
      row = document.createElement("tr");
      row.dataset.number = at;
      row.append(...["number", "", "soft"].map((kind) => Object.assign(document.createElement("td"), { className: kind })));
      rows.prepend(row);
    }
    row.cells[0].textContent = at;
    row.cells[1].textContent = [paper.typed || "–", paper.faults].filter(Boolean).join(" · ");
    row.cells[2].textContent = state;
  }

  number.addEventListener("change", () => {
    const there = papers.get(Number(number.value));
    old.value = there ? "1" : "";
    fault.hidden = !there;
    fault.textContent = there ? said.twice.replace("#", number.value) : "";
    if (there) { typed.value = there.typed; faults.value = there.faults; typed.select(); }
  });
  typed.addEventListener("input", show);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const at = Number(number.value);
    if (finish && why.dataset.returned && papers.size >= Number(why.dataset.returned) && !papers.has(at) && !typed.value) {
      if (!finish.disabled) finish.form.requestSubmit();
      return;
    }
    if (show().wrong) { typed.focus(); return; }
    if (papers.has(at) && !old.value) { number.dispatchEvent(new Event("change")); typed.focus(); return; }
    const paper = { typed: typed.value.trim(), faults: faults.value, new: !papers.has(at) || Boolean(queue.get(at)?.new) };
    papers.set(at, paper);
    queue.set(at, paper);
    line(at, paper, said.saving);
    [typed.value, faults.value, old.value] = ["", "", ""];
    let next = at + 1;
    while (papers.has(next)) next += 1;
    number.value = next;
    show();
    tell();
    typed.focus();
    send();
  });

  async function post(batch) {
    const body = JSON.stringify({ papers: batch.map(([at, paper]) => ({ number: at, ...paper })) });
    const headers = { "X-CSRFToken": token, Accept: "application/json", "Content-Type": "application/json" };
    return fetch(said.papers, { method: "POST", headers, body });
  }

  // Whether a paper whose answer was lost had reached the server after all.
  async function arrived([at, paper]) {
    const there = (await saved()).find((each) => each.number === at);
    return there !== undefined && there.faults === paper.faults && same(there.typed, paper.typed);
  }

  function same(one, other) {
    return JSON.stringify(read(one).marks) === JSON.stringify(read(other).marks);
  }

  async function send() {
    if (sending || !queue.size) return;
    sending = true;
    let batch = [...queue].slice(0, 100);
    try {
      let answer = await post(batch);
      if (!answer.ok && batch.length > 1) { batch = batch.slice(0, 1); answer = await post(batch); }
      if (answer.redirected || answer.status >= 500) throw new Error("later"); // signed out, or the server is away
      let wrong = answer.ok ? null : (await answer.json());
      if (wrong && batch[0][1].tried && await arrived(batch[0])) wrong = null;
      for (const [at, paper] of batch) {
        if (queue.get(at) === paper) queue.delete(at);
        line(at, paper, wrong ? `✗ ${wrong.title} ${wrong.detail ?? ""}` : said.saved);
        if (wrong) papers.delete(at);
      }
      sending = false;
      tell();
      send();
    } catch {
      for (const [, paper] of batch) paper.tried = true;
      saving.textContent = `${said.offline} (${queue.size})`;
      setTimeout(() => { sending = false; send(); }, 2000);
    }
  }

  // Saying "done" waits for what is still on its way, and so does leaving the page.
  window.addEventListener("beforeunload", (event) => { if (queue.size) event.preventDefault(); });
  takeUp();
  show();
  tell();
  send();
  typed.focus();
}
