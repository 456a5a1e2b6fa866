// Saves each answer as it is given, again and again until it has arrived, and measures what the
// study asks for. Every page works without this file.
(() => {
  "use strict";
  const shown = performance.now();

  // A link of the error summary leads into the question, not just to it.
  for (const link of document.querySelectorAll(".summary a[href^='#']")) {
    link.addEventListener("click", (event) => {
      const item = document.getElementById(link.hash.slice(1));
      const field = item?.matches("input, select, textarea") ? item : item?.querySelector("input");
      if (!field) return;
      event.preventDefault();
      (item.closest(".item") ?? item).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  }

  const form = document.querySelector("form.answers");
  if (!form) return;
  const fields = () => [...form.elements].filter((field) => field.name && field.name[0] !== "_");
  const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
  const answer = (field) =>
    field.type === "radio" ? form.querySelector(`[name="${field.name}"]:checked`)?.value ?? ""
      : field.type === "checkbox" && !field.checked ? "" : field.value;

  // Saving

  const status = form.querySelector("[role=status]");
  const place = `${form.action} ${form.elements._session.value}`;
  // What has not arrived yet, by field; it outlives the page, not the tab.
  let pending = {};
  let delivery = null;
  let arrived = -Infinity;
  let wake = () => {};

  const remember = () => {
    try {
      sessionStorage.clear();
      if (Object.keys(pending).length) sessionStorage.setItem(place, JSON.stringify(pending));
    } catch { /* Storage is full or forbidden; the page itself remembers. */ }
  };
  const say = (text) => {
    if (status.textContent !== text) status.textContent = text;
    status.classList.toggle("is-waiting", text === form.dataset.waiting);
  };
  const pause = (time) => new Promise((resolve) => {
    wake = resolve;
    setTimeout(resolve, time);
  });

  async function post(answers) {
    const body = new URLSearchParams({ _session: form.elements._session.value, ...answers });
    try {
      const reply = await fetch(form.action + "/save", {
        method: "POST", body, cache: "no-store", redirect: "error",
        keepalive: body.toString().length < 60000, signal: AbortSignal.timeout?.(10000),
      });
      return reply.status === 204 ? "saved" : reply.status < 500 ? "not wanted" : "refused";
    } catch {
      return "lost";
    }
  }

  async function deliver() {
    let delay = 500, refusals = 0;
    do {
      const sent = { ...pending };
      const outcome = await post(sent);
      if (outcome === "saved" || outcome === "not wanted") {
        for (const name in sent) if (pending[name] === sent[name]) delete pending[name];
        arrived = performance.now();
        delay = 500;
        refusals = 0;
        remember();
        if (!Object.keys(pending).length) {
          say(outcome === "saved" && Object.keys(sent).length ? form.dataset.saved : "");
        }
      } else {
        say(form.dataset.waiting);
        // A server that answers, but badly, is not waited for: the form itself is tried.
        if (outcome === "refused" && (refusals += 1) > 3) break;
        await pause(delay);
        delay = Math.min(delay * 2, 15000);
      }
    } while (Object.keys(pending).length || arrived < shown);
    delivery = null;
  }
  const save = () => (delivery ??= deliver());
  addEventListener("online", () => wake());

  function keep(field) {
    pending[field.name] = answer(field);
    remember();
    save();
  }

  // Measuring

  const measures = new Set((form.dataset.paradata ?? "").split(" "));
  const first = {}, last = {}, changes = {}, sights = [], modes = new Set();
  let mode = "keyboard";
  const since = () => Math.round(performance.now() - shown);

  function measure(field) {
    const name = field.name;
    if (!(name in first)) first[name] = since();
    else if (last[name] !== answer(field)) changes[name] = (changes[name] ?? 0) + 1;
    last[name] = answer(field);
    modes.add(mode);
  }
  addEventListener("pointerdown", (event) => { mode = event.pointerType || "mouse"; }, true);
  addEventListener("keydown", () => { mode = "keyboard"; }, true);
  document.addEventListener("visibilitychange", () => {
    if (sights.length < 200) sights.push([since(), document.hidden ? 0 : 1]);
  });

  function measured() {
    const coarse = matchMedia("(pointer: coarse)").matches;
    const device = !coarse ? "desktop"
      : Math.min(screen.width, screen.height) < 600 ? "phone" : "tablet";
    const times = Object.values(first);
    const found = {
      time_to_first_answer: times.length ? Math.min(...times) : undefined, item_times: first,
      answer_changes: changes, page_visibility: sights, device_class: device,
      input_mode: modes.size > 1 ? "mixed" : [...modes][0],
    };
    return JSON.stringify(found, (name, value) => (!name || !(name in found) || measures.has(name)
      ? value : undefined));
  }

  // How the answers of an item lie on this screen, where there are few enough for either way.
  function layout() {
    const options = [...form.querySelectorAll(".scale .options")]
      .find(({ children }) => children.length > 1 && children.length < 8);
    if (!options) return "";
    const [one, other] = [...options.children].map((label) => label.getBoundingClientRect());
    return other.top >= one.bottom ? "stacked" : "rows";
  }

  // Answering

  const typing = {};
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (isChoice(field) || !field.name) return;
    if (!(field.name in first)) measure(field);
    clearTimeout(typing[field.name]);
    typing[field.name] = setTimeout(() => keep(field), 800);
  });
  form.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.name) return;
    clearTimeout(typing[field.name]);
    measure(field);
    keep(field);
  });

  // A number chooses the answer that shows it, in the item that has the focus.
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.ctrlKey || event.altKey || event.metaKey || !/^\d$/.test(event.key)) return;
    if (target.closest("select, textarea") || (target.matches("input") && !isChoice(target))) return;
    const items = [...form.querySelectorAll(".scale")];
    const item = target.closest(".scale") ?? items.find((item) => !item.querySelector(":checked"));
    const radio = [...(item?.querySelectorAll("input") ?? [])].find(
      (radio) => radio.parentElement.querySelector(".value").textContent === event.key);
    if (!radio) return;
    event.preventDefault();
    radio.focus();
    if (radio.checked) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  });
  if (matchMedia("(hover: hover) and (pointer: fine)").matches) {
    for (const hint of form.querySelectorAll(".keys")) hint.hidden = false;
  }

  // Sending. Where the connection may be gone, the page waits here instead of ending in nothing.

  let isLeaving = false;
  let isReady = false;
  form.addEventListener("submit", (event) => {
    if (isLeaving) return event.preventDefault();
    for (const field of fields()) {
      if (field.name in typing && !isChoice(field)) clearTimeout(typing[field.name]);
    }
    if (form.elements._layout) form.elements._layout.value = layout();
    if (form.elements._paradata) form.elements._paradata.value = measured();
    isLeaving = true;
    setTimeout(() => { isLeaving = false; }, 3000);
    const isConnected = !delivery && navigator.onLine && performance.now() - arrived < 15000;
    if (isReady || isConnected) return;
    event.preventDefault();
    arrived = -Infinity;
    save().then(() => {
      isLeaving = false;
      isReady = true;
      form.requestSubmit(event.submitter);
      isReady = false;
    });
  });
  addEventListener("pageshow", (event) => { if (event.persisted) isLeaving = false; });

  // What was answered before this file ran, or did not arrive before the page was loaded again.

  try {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? "{}");
    for (const field of fields()) {
      if (!(field.name in kept)) continue;
      if (isChoice(field)) field.checked = field.value === kept[field.name];
      else field.value = kept[field.name];
    }
  } catch { /* As above. */ }
  for (const field of fields()) {
    const isNew = isChoice(field) ? field.checked && !field.defaultChecked
      : field.tagName === "SELECT"
        ? field.value && !field.selectedOptions[0].defaultSelected
        : field.value !== field.defaultValue;
    if (isNew) pending[field.name] = answer(field);
  }
  remember();
  if (Object.keys(pending).length) save();
})();
