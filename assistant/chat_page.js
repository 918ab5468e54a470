// The conversation, and what both parts of the page share. Text from reports and people arrives as HTML that chat_cards.py has escaped, or is set as text.
(() => {
  const words = window.sitrepWords;
  const root = document.documentElement;
  const code = (navigator.languages || [navigator.language]).map((l) => l.slice(0, 2).toLowerCase()).find((l) => l in words) || "en";
  const say = (key) => words[code][key];
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const wide = () => matchMedia("(min-width: 1100px)").matches;
  const COPY = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M7 7V4h9v9h-3M4 7h9v9H4z"/></svg>';
  const shared = { choices: () => {}, starters: () => {}, toast: () => {} };
  root.lang = code;
  root.dir = code === "ar" ? "rtl" : "ltr";

  function label(element) {
    element.closest(".block").dir = root.dir; // Gradio sets "ltr" on each of its blocks
    for (const [data, set] of [
      ["say", (e, text) => (e.textContent = text)],
      ["sayLabel", (e, text) => e.setAttribute("aria-label", text)],
      ["sayTitle", (e, text) => (e.title = text)],
      ["sayPlaceholder", (e, text) => (e.placeholder = text)],
    ]) {
      const name = data.replace(/[A-Z]/g, (c) => "-" + c.toLowerCase());
      element.querySelectorAll(`[data-${name}]`).forEach((e) => set(e, say(e.dataset[data])));
    }
  }

  // ------------------------------------------------------------------ the conversation

  function desk(element, trigger, props, watch) {
    const $ = (id) => element.querySelector("#" + id);
    const turns = $("turns"), box = $("question"), form = $("composer");
    const copies = new Map();
    let clock, started, unheard;
    label(element);

    const busy = () => root.hasAttribute("data-busy");
    const fit = () => { box.style.height = "auto"; box.style.height = Math.min(box.scrollHeight, 176) + "px"; };
    const ask = (question) => {
      if (!question.trim() || busy()) return;
      root.setAttribute("data-busy", "");
      const limits = Object.fromEntries(new FormData(form));
      trigger("ask", { question: question.trim(), scope: limits });
      clearTimeout(unheard);
      unheard = setTimeout(() => alive(() => { box.value = question; fit(); rest(); toast(say("gone")); }), 4000);
      box.value = "";
      fit();
      box.placeholder = say("follow");
    };
    box.addEventListener("input", fit);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); ask(box.value); }
      if (event.key === "Escape" && busy()) trigger("halt");
    });
    form.addEventListener("submit", (event) => { event.preventDefault(); ask(box.value); });
    $("stop").addEventListener("click", () => trigger("halt"));
    document.addEventListener("click", (event) => { if (event.target.closest("#new-chat")) afresh(); });

    function afresh() {
      trigger("clear");
      turns.replaceChildren();
      copies.clear();
      rest();
      root.removeAttribute("data-talking");
      box.placeholder = say("placeholder");
      box.focus();
    }
    function rest() {
      clearInterval(clock);
      root.removeAttribute("data-busy");
    }

    // ---- drawing a turn: only what changed is replaced, so nothing jumps and nothing read is lost

    function blank(parts) {
      const turn = document.createElement("article");
      turn.id = parts.turn;
      turn.className = "turn";
      turn.innerHTML = '<div class="asked-part"></div><div class="told"><p class="status" role="status"><i></i><span></span><time></time></p>' +
        '<div class="said" aria-live="polite"></div><p class="tools"></p><div class="extra"></div></div><div class="proof"></div>';
      turns.append(turn);
      root.setAttribute("data-talking", "");
      started = performance.now();
      let beats = 0;
      const tick = () => {
        turn.querySelector(".status time").textContent = say("seconds").replace("{s}", Math.round((performance.now() - started) / 1000));
        if (++beats % 4 === 0) alive(() => lost(turn));
      };
      clearInterval(clock);
      clock = setInterval(tick, 1000);
      requestAnimationFrame(() => turn.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "start" }));
      return turn;
    }
    function lost(turn) {
      if (turn.dataset.state === "done" || !turn.isConnected) return;
      const slip = Object.assign(document.createElement("div"), { className: "slip", textContent: say("gone"), dir: "auto", lang: code });
      slip.setAttribute("role", "alert");
      turn.querySelector(".said").append(slip);
      turn.querySelector(".status").hidden = true;
      turn.dataset.state = "done";
      rest();
    }
    const set = (at, html) => { if (at.sent !== html) { at.sent = html; at.innerHTML = html; } };

    function draw() {
      const parts = props.value;
      if (!parts || !parts.turn) return;
      clearTimeout(unheard);
      const turn = document.getElementById(parts.turn) || blank(parts);
      turn.dataset.state = parts.state;
      turn.lang = parts.language;
      turn.dir = parts.dir;
      set(turn.querySelector(".asked-part"), parts.asked);
      set(turn.querySelector(".status span"), parts.status);
      grow(turn.querySelector(".said"), parts.said, parts.state);
      set(turn.querySelector(".extra"), parts.extra);
      set(turn.querySelector(".proof"), parts.proof);
      const told = turn.querySelector(".told");
      told.classList.toggle("tall", told.offsetHeight > innerHeight - 240); // what is taller than the window must scroll with the page
      if (parts.state === "done") {
        if (parts.copy) tools(turn, parts);
        rest();
      } else root.setAttribute("data-busy", "");
    }
    // While sentences arrive they are appended; the finished answer replaces them only where it differs.
    function grow(at, html, state) {
      if (at.sent && html.startsWith(at.sent) && state !== "done") at.insertAdjacentHTML("beforeend", html.slice(at.sent.length));
      else if (at.sent !== html) at.innerHTML = html;
      at.sent = html;
    }
    function tools(turn, parts) {
      copies.set(parts.turn, parts.copy);
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "quiet copy", title: parts.copyTitle, innerHTML: COPY });
      button.append(parts.copyLabel);
      turn.querySelector(".tools").replaceChildren(button);
    }
    watch("value", draw);

    // ---- markers and cards

    const flash = (at) => { at.classList.remove("flash"); void at.offsetWidth; at.classList.add("flash"); };
    const go = (at) => {
      at.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "center" });
      at.focus({ preventScroll: true });
      flash(at);
    };
    turns.addEventListener("click", (event) => {
      const link = event.target.closest("[data-card], [data-back]");
      if (link) {
        event.preventDefault();
        const at = document.getElementById(link.dataset.card || link.dataset.back);
        if (at) go(at);
      }
      const copy = event.target.closest(".copy");
      if (copy) clip(copies.get(copy.closest(".turn").id)).then(() => toast(say("copied")), () => toast(say("copy_failed")));
    });
    const light = (event, on) => {
      const link = event.target.closest?.("[data-card]");
      if (link) document.getElementById(link.dataset.card)?.classList.toggle("lit", on);
    };
    turns.addEventListener("pointerover", (event) => light(event, true));
    turns.addEventListener("pointerout", (event) => light(event, false));

    // ---- limits, examples, messages

    $("limits-toggle").addEventListener("click", () => {
      $("limits").hidden = !$("limits").hidden;
      $("limits-toggle").setAttribute("aria-expanded", String(!$("limits").hidden));
    });
    const limited = () => root.toggleAttribute("data-limited", [...new FormData(form).values()].some(Boolean));
    $("limits").addEventListener("change", limited);
    $("limits-reset").addEventListener("click", () => { form.querySelectorAll("input, select").forEach((e) => (e.value = "")); limited(); });
    shared.choices = ({ publishers = [], languages = [] }) => {
      const fill = (select, pairs) => {
        const kept = select.value;
        select.replaceChildren(new Option(say("any"), ""), ...pairs.map(([value, text]) => new Option(text, value)));
        select.value = pairs.some(([value]) => value === kept) ? kept : "";
      };
      fill(form.elements.publisher, publishers.map((name) => [name, name]));
      fill(form.elements.language, languages);
    };
    shared.starters = (examples, count, broken) => {
      $("empty").hidden = count > 0 || Boolean(broken);
      $("examples").hidden = !examples.length;
      $("examples").querySelector("ul").replaceChildren(...examples.map(({ language, question }) => {
        const item = document.createElement("li"), button = document.createElement("button");
        Object.assign(button, { type: "button", className: "example", textContent: question, lang: language, dir: "auto" });
        button.addEventListener("click", () => ask(question));
        item.append(button);
        return item;
      }));
    };
    let fading;
    function toast(text) {
      $("toast").textContent = text;
      $("toast").classList.add("on");
      clearTimeout(fading);
      fading = setTimeout(() => $("toast").classList.remove("on"), 1500 + 60 * text.length);
    }
    shared.toast = toast;
    shared.redraw?.();
    if (wide()) box.focus();
  }

  // ------------------------------------------------------------------ the browser

  async function clip(text) {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    const box = document.createElement("textarea"); // an address that is not this machine's own has no clipboard without https
    box.value = text;
    box.style.cssText = "position:fixed;opacity:0";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (!done) throw new Error("not copied");
  }
  const alive = (otherwise) => fetch("api/health", { cache: "no-store" }).catch(otherwise);
  function remember(key, value) { try { localStorage.setItem(key, value); } catch { /* private browsing: it is only a convenience */ } }
  function recall(key) { try { return localStorage.getItem(key); } catch { return null; } }

  window.sitrep = { desk, say, root, wide, shared, label, remember, recall };
})();
