// Saves each answer as it is given, again and again until it has arrived, and measures what the
// study asks for. Every page works without this file, and a browser that cannot read it is given the
// page alone: it is written in the JavaScript of 2018 (docs/serving.md names the browsers).
(() => {
  "use strict";
  if (!window.AbortController || !window.fetch) return;
  const shown = performance.now();

  // What is said above a page that came back has the focus; not every browser knows `autofocus` there.
  // Those that do have obeyed it before the first picture.
  const summary = document.querySelector(".summary[autofocus]");
  if (summary) {
    requestAnimationFrame(() => { if (document.activeElement === document.body) summary.focus(); });
  }

  // A link of the error summary leads into the question, not just to it.
  for (const link of document.querySelectorAll(".summary a[href^='#']")) {
    link.addEventListener("click", (event) => {
      const item = document.getElementById(link.hash.slice(1));
      if (!item) return;
      const field = item.matches("input, select, textarea") ? item : item.querySelector("input");
      if (!field) return;
      event.preventDefault();
      (item.closest(".item") || item).scrollIntoView();
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
    } catch (error) { /* Storage is full or forbidden; the page itself remembers. */ }
  };
  const remembered = (place) => {
    try {
      return JSON.parse(sessionStorage.getItem(mark + place)) || {};
    } catch (error) {
      return {};
    }
  };

  const form = document.querySelector("form.answers");
  if (!form) {
    // The next person at this device finds nothing. From some pages one goes back to one's answers.
    const leadsBack = ["leave", "later", "failure", "not_found"];
    const page = document.body.dataset.page;
    if (!leadsBack.includes(page)) remember();
    // A browser's own copy of the consent form, after it was sent: what comes next is elsewhere.
    if (page === "consent") {
      addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    }
    return;
  }

  // A question may be called `action` or `elements`, and then hides the form's own of that name.
  const address = form.getAttribute("action");
  const words = {};
  for (const name of ["saved", "waiting", "saving", "slow"]) {
    words[name] = form.getAttribute(`data-${name}`);
  }
  const measures = new Set((form.getAttribute("data-paradata") || "").split(" "));
  const hidden = (name) => form.querySelector(`input[type=hidden][name="${name}"]`);
  const session = hidden("_session").value;
  const fields = [...form.querySelectorAll("input, select, textarea")]
    .filter((field) => /^[^_]/.test(field.name));
  const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
  const answer = (field) => {
    const chosen = field.type === "radio" ? form.querySelector(`[name="${field.name}"]:checked`)
      : field.type === "checkbox" && !field.checked ? null : field;
    return chosen ? chosen.value : "";
  };

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
    const isWaiting = text === words.waiting || text === words.slow;
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

  // A save that takes longer has been lost on the way.
  const longest = 10000;

  async function post(answers) {
    const body = new URLSearchParams({ _session: session, ...answers });
    // `AbortSignal.timeout` is younger than many a telephone.
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), longest);
    // What was saved a moment ago says nothing of what is on its way for long.
    const slow = setTimeout(() => { if (status.textContent === words.saved) say(""); }, 1500);
    try {
      const reply = await fetch(address + "/save", {
        method: "POST", body, cache: "no-store", redirect: "error",
        keepalive: body.toString().length < 60000, signal: stop.signal,
      });
      if (reply.status === 204) return "saved";
      // An answer with content is not from our server, but from the network that one has to log into.
      if (reply.status === 200) return reply.headers.has("content-type") ? "lost" : "over";
      if (temporary.includes(reply.status)) return "lost";
      return reply.status < 500 ? "not wanted" : "refused";
    } catch (error) {
      return "lost";
    } finally {
      clearTimeout(late);
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
        unpress();
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
    if (action) action();
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
    else if (last[name] !== answer(field)) changes[name] = (changes[name] || 0) + 1;
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
    const scale = event.target.closest(".scale");
    const radio = scale && [...scale.querySelectorAll("input")].find(
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

  // Sending. Where the connection may be gone, the page waits here instead of ending in nothing: the
  // button says so, and whoever presses it again after a while goes on without waiting.

  const patience = 4000;
  let isReady = false;
  // Not every browser says which button sends a form.
  let lastPressed = form.querySelector("button");
  form.addEventListener("click", ({ target }) => {
    lastPressed = target.closest("button") || lastPressed;
  });
  // When and by which button it was sent while the page waited, and what the button says otherwise.
  let pressed = null;
  let outlasting;
  function press(button) {
    unpress();
    pressed = { button, text: button.textContent, since: pressed ? pressed.since : Date.now() };
    button.textContent = words.saving;
    if (status.textContent === words.saved) say("");
    clearTimeout(outlasting);
    outlasting = setTimeout(() => {
      if (!afterwards || button.textContent !== words.saving) return;
      say(words.slow);
      unpress();
    }, patience);
  }
  function unpress() {
    if (pressed) pressed.button.textContent = pressed.text;
  }
  const insists = () => navigator.onLine && Date.now() - pressed.since > patience;

  form.addEventListener("submit", (event) => {
    if (isLeaving) return event.preventDefault();
    if (afterwards && !insists()) {
      event.preventDefault();
      press(pressed.button);
      return wake();
    }
    for (const field of [...typing.keys()]) finishTyping(field);
    const computed = { _layout: layout, _paradata: measured };
    for (const name in computed) if (hidden(name)) hidden(name).value = computed[name]();
    const isConnected = !isDelivering && navigator.onLine && performance.now() - arrived < 15000;
    if (isReady || isConnected || afterwards) {
      afterwards = null;
      isLeaving = true;
      removeEventListener("beforeunload", warn);
      setTimeout(() => { isLeaving = false; }, 3000);
      return;
    }
    event.preventDefault();
    const button = event.submitter || lastPressed;
    press(button);
    arrived = -Infinity;
    refusals = 0;
    afterwards = () => {
      unpress();
      pressed = null;
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
