// The shelf of reports: the list, a report opened at its words, files added. Loaded after chat_page.js.
(() => {
  const { say, root, wide, shared, label, remember, recall } = window.sitrep;

  function shelf(element, trigger, props, watch, server) {
    const $ = (id) => element.querySelector("#" + id);
    label(element);

    const show = (open, keep) => {
      root.dataset.shelf = open ? "open" : "shut";
      $("shelf-toggle").setAttribute("aria-expanded", String(open));
      if (keep && wide()) remember("sitrep.shelf", open ? "open" : "shut");
    };
    show(wide() && recall("sitrep.shelf") !== "shut");
    $("shelf-toggle").addEventListener("click", () => show(root.dataset.shelf !== "open", true));
    for (const id of ["shelf-close", "scrim"]) {
      $(id).addEventListener("click", () => { show(false, true); $("shelf-toggle").focus(); });
    }
    $("shelf").addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !wide()) { show(false); $("shelf-toggle").focus(); }
    });
    matchMedia("(min-width: 1100px)").addEventListener("change", () => show(wide() && recall("sitrep.shelf") !== "shut"));

    const draw = () => {
      const value = props.value || {};
      $("shelf-count").textContent = value.count ?? "";
      $("shelf-sum").innerHTML = value.summary || "";
      if (value.error) $("shelf-list").textContent = value.error;
      else $("shelf-list").innerHTML = value.list || "";
      $("shelf-find").hidden = !value.count;
      if ("count" in value) { shared.choices(value.choices || {}); shared.starters(value.examples || [], value.count, value.error); }
    };
    shared.redraw = draw;
    watch("value", draw);
    draw();

    let typing;
    $("shelf-find").addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(async () => { $("shelf-list").innerHTML = await server.find({ words: $("shelf-find").value }); }, 150);
    });

    reader(element, server);
    adding(element, trigger, show);
  }

  function reader(element, server) {
    const dialog = element.querySelector("#reader");
    const body = element.querySelector("#reader-body");
    const open = async (button) => {
      const { report, start, end } = button.dataset;
      body.innerHTML = await server.read({ report, start: Number(start), end: Number(end) });
      dialog.showModal();
      body.focus();
      const mark = body.querySelector("mark");
      body.scrollTop = 0;
      if (mark) mark.scrollIntoView({ block: "center" });
    };
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-report]");
      if (button) open(button).catch(() => shared.toast(say("gone")));
    });
    element.querySelector("#reader-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  }

  function adding(element, trigger, show) {
    const $ = (id) => element.querySelector("#" + id);
    document.addEventListener("click", (event) => { if (event.target.closest("[data-add]")) $("add-files").click(); });
    $("add-files").addEventListener("change", () => { send([...$("add-files").files]); $("add-files").value = ""; });
    let depth = 0;
    const carries = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
    const veil = (on) => { root.toggleAttribute("data-dropping", on); if (!on) depth = 0; };
    addEventListener("dragenter", (event) => { if (carries(event)) { depth += 1; veil(true); } });
    addEventListener("dragleave", (event) => { if (carries(event) && --depth <= 0) veil(false); });
    addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
    addEventListener("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      veil(false);
      send([...event.dataTransfer.files]);
    });

    const line = (status, text, note) => {
      const p = document.createElement("p");
      p.dataset.status = status;
      for (const [name, words_] of [["b", text], ["span", note]]) {
        const part = document.createElement(name);
        part.dir = "auto";
        part.textContent = words_;
        p.append(part);
      }
      return p;
    };
    async function send(files) {
      if (!files.length) return;
      show(true);
      const results = $("add-results");
      const busy = line("busy", say("adding"), "");
      results.replaceChildren(busy);
      const form = new FormData();
      files.forEach((file) => form.append("files", file, file.name));
      try {
        const reply = await fetch("api/ingest", { method: "POST", body: form, headers: { Accept: "text/event-stream" } });
        if (!reply.ok) throw new Error((await reply.json()).error);
        await eachEvent(reply, (kind, data) => {
          if (kind === "result") busy.before(line(data.status, data.source, data.message ? data.message : say(data.status)));
          if (kind === "error") busy.before(line("failed", say("failed"), data.error));
        });
      } catch (error) {
        results.append(line("failed", say("upload_failed"), error instanceof TypeError ? "" : error.message));
      }
      busy.remove();
      trigger("refresh");
    }
  }

  async function eachEvent(reply, take) {
    const stream = reply.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let piece = await stream.read(); !piece.done; piece = await stream.read()) {
      const blocks = (rest + piece.value).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const kind = block.match(/^event: (.*)$/m), data = block.match(/^data: (.*)$/m);
        if (kind && data) take(kind[1], JSON.parse(data[1]));
      }
    }
  }

  window.sitrep.shelf = shelf;
})();
