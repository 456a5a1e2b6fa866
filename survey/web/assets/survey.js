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

  // What has not arrived is remembered as long as the tab is open and the interview goes on.

  const mark = "evoke ";
  const remember = (place, answers) => {
    try {
      for (const key of Object.keys(sessionStorage)) {
        if (key.startsWith(mark)) sessionStorage.removeItem(key);
      }
      if (place && Object.keys(answers).length) {
        sessionStorage.setItem(mark + place, JSON.stringify(answers));
      }
    } catch { /* Storage is full or forbidden; the page itself remembers. */ }
  };
  const remembered = (place) => {
    try {
      return JSON.parse(sessionStorage.getItem(mark + place) ?? "{}");
    } catch {
      return {};
    }
  };

  const form = document.querySelector("form.answers");
  if (!form) {
    // The next person at this device finds nothing. From some pages one goes back to one's answers.
    const leadsBack = ["leave", "later", "failure", "not_found"];
    if (!leadsBack.includes(document.body.dataset.page)) remember();
    return;
  }

  // A question may be called `action` or `elements`, and then hides the form's own of that name.
  const address = form.getAttribute("action");
  const words = { saved: form.getAttribute("data-saved"), waiting: form.getAttribute("data-waiting") };
  const measures = new Set((form.getAttribute("data-paradata") ?? "").split(" "));
  const hidden = (name) => form.querySelector(`input[type=hidden][name="${name}"]`);
  const session = hidden("_session").value;
  const fields = [...form.querySelectorAll("input, select, textarea")]
    .filter((field) => /^[^_]/.test(field.name));
  const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
  const answer = (field) =>
    field.type === "radio" ? form.querySelector(`[name="${field.name}"]:checked`)?.value ?? ""
      : field.type === "checkbox" && !field.checked ? "" : field.value;

  // Saving

  const status = form.querySelector(".saving");
  const place = `${address} ${session}`;
  // What has not arrived yet, by field.
  let pending = {};
  let isDelivering = false;
  let arrived = -Infinity;
  let refusals = 0;
  let wake = () => {};
  // What is done when all has arrived, or the server will not have it.
  let afterwards = null;

  const isSettled = () => !Object.keys(pending).length && arrived >= shown;
  const warn = (event) => event.preventDefault();
  const say = (text) => {
    if (status.textContent !== text) status.textContent = text;
    const isWaiting = text === words.waiting;
    status.classList.toggle("is-waiting", isWaiting);
    // Whoever closes the page now would lose something, and is asked first.
    (isWaiting ? addEventListener : removeEventListener)("beforeunload", warn);
  };
  const pause = (time) => new Promise((resolve) => {
    wake = resolve;
    setTimeout(resolve, time);
  });

  // How a server behaves that is starting, busy or behind a proxy: it will soon be well again.
  const temporary = [408, 429, 502, 503, 504];

  async function post(answers) {
    const body = new URLSearchParams({ _session: session, ...answers });
    // What was saved a moment ago says nothing of what is on its way for long.
    const slow = setTimeout(() => { if (status.textContent === words.saved) say(""); }, 1500);
    try {
      const reply = await fetch(address + "/save", {
        method: "POST", body, cache: "no-store", redirect: "error",
        keepalive: body.toString().length < 60000, signal: AbortSignal.timeout?.(10000),
      });
      if (reply.status === 204) return "saved";
      // An answer with content is not from our server, but from the network that one has to log into.
      if (reply.status === 200) return reply.headers.has("content-type") ? "lost" : "over";
      if (temporary.includes(reply.status)) return "lost";
      return reply.status < 500 ? "not wanted" : "refused";
    } catch {
      return "lost";
    } finally {
      clearTimeout(slow);
    }
  }

  async function deliver() {
    if (isDelivering) return;
    isDelivering = true;
    let delay = 500;
    do {
      const sent = { ...pending };
      const outcome = await post(sent);
      if (outcome !== "lost" && outcome !== "refused") {
        for (const name in sent) if (pending[name] === sent[name]) delete pending[name];
        arrived = performance.now();
        delay = 500;
        refusals = 0;
        remember(place, pending);
        if (isSettled()) say(outcome === "saved" && Object.keys(sent).length ? words.saved : "");
        if (outcome === "over" && !afterwards) giveWay();
      } else {
        say(words.waiting);
        // A server that answers, but badly, is not waited for: the form itself is tried.
        if (outcome === "refused") refusals += 1;
        if (refusals > 3) proceed();
        await pause(delay);
        delay = Math.min(delay * 2, 15000);
      }
    } while (!isSettled());
    isDelivering = false;
    proceed();
  }
  function proceed() {
    const action = afterwards;
    afterwards = null;
    action?.();
  }
  addEventListener("online", () => wake());

  function keep(field) {
    pending[field.name] = answer(field);
    remember(place, pending);
    deliver();
  }

  // Measuring

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

  const typing = new Map();
  const finishTyping = (field) => {
    clearTimeout(typing.get(field));
    return typing.delete(field);
  };
  form.addEventListener("input", ({ target: field }) => {
    if (isChoice(field) || !fields.includes(field)) return;
    if (!(field.name in first)) measure(field);
    finishTyping(field);
    typing.set(field, setTimeout(() => { if (finishTyping(field)) keep(field); }, 800));
  });
  form.addEventListener("change", ({ target: field }) => {
    if (!fields.includes(field)) return;
    finishTyping(field);
    measure(field);
    keep(field);
  });

  // A number chooses the answer that shows it, in the item that has the focus.
  const eastern = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹";
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key.length > 1) return;
    const key = eastern.includes(event.key) ? `${eastern.indexOf(event.key) % 10}` : event.key;
    const radio = [...(event.target.closest(".scale")?.querySelectorAll("input") ?? [])].find(
      (radio) => radio.parentElement.querySelector(".value").textContent === key);
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

  // Going and coming back. What is half typed is kept when the page goes out of sight. A page that has
  // been sent from elsewhere in the meantime gives way to the one that comes next.

  let isLeaving = false;
  function giveWay() {
    if (!isLeaving) location.reload();
  }
  async function checkIn() {
    if (isDelivering) return wake();
    const outcome = await post({});
    if (outcome === "saved") arrived = performance.now();
    if (outcome === "over") giveWay();
  }
  document.addEventListener("visibilitychange", () => {
    if (sights.length < 200) sights.push([since(), document.hidden ? 0 : 1]);
    if (!document.hidden) return checkIn();
    for (const field of [...typing.keys()]) if (finishTyping(field)) keep(field);
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    isLeaving = false;
    checkIn();
  });

  // Sending. Where the connection may be gone, the page waits here instead of ending in nothing.

  let isReady = false;
  form.addEventListener("submit", (event) => {
    if (isLeaving || afterwards) return event.preventDefault();
    for (const field of [...typing.keys()]) finishTyping(field);
    const computed = { _layout: layout, _paradata: measured };
    for (const name in computed) if (hidden(name)) hidden(name).value = computed[name]();
    const isConnected = !isDelivering && navigator.onLine && performance.now() - arrived < 15000;
    if (isReady || isConnected) {
      isLeaving = true;
      removeEventListener("beforeunload", warn);
      setTimeout(() => { isLeaving = false; }, 3000);
      return;
    }
    event.preventDefault();
    const button = event.submitter ?? form.querySelector("button");
    arrived = -Infinity;
    refusals = 0;
    afterwards = () => {
      isReady = true;
      button.click();
      isReady = false;
    };
    if (isDelivering) wake();
    else deliver();
  });

  // What was answered before this file ran, or did not arrive before the page was loaded again.

  const kept = remembered(place);
  for (const field of fields) {
    if (!(field.name in kept)) continue;
    if (isChoice(field)) field.checked = field.value === kept[field.name];
    else field.value = kept[field.name];
  }
  for (const field of fields) {
    const isNew = isChoice(field) ? field.checked && !field.defaultChecked
      : field.tagName === "SELECT"
        ? field.value && !field.selectedOptions[0].defaultSelected
        : field.value !== field.defaultValue;
    if (isNew) pending[field.name] = answer(field);
  }
  remember(place, pending);
  if (Object.keys(pending).length) deliver();
})();
