// Asks the service for the slots of what is typed, and shows them. Text of users and of the service becomes text nodes,
// never markup; the header Content-Security-Policy enforces that (trusted types).

const hues = 8; // as page.css has them; each with 4 styles of line
const pauseOfSpeech = 800; // ms without a new answer before a screen reader says it

const byId = (id) => document.getElementById(id);
const field = byId("text");
const slotsInText = byId("slots-in-text");
const table = byId("slots");
const problemLine = byId("problem");

/** A refusal in the service's own words. */
class Refusal extends Error {}

let newest = null; // the controller of the newest request: what answers to another one comes too late
let lastFailed = false;
let speech;
const looks = new Map(); // slot name to its place in the order of looks

field.addEventListener("input", tag);
document.querySelector(".examples").addEventListener("click", (event) => {
  if (event.target instanceof HTMLButtonElement) {
    field.value = event.target.textContent;
    field.focus();
    tag();
  }
});

// A model may have been reloaded while the page was out of sight.
document.addEventListener("visibilitychange", () => document.hidden || describeModel());
await describeModel();
tag();

/** Shows the slots of what the field holds now. */
async function tag() {
  newest?.abort();
  const controller = (newest = new AbortController());
  const lines = field.value.split("\n");
  document.body.classList.add("waiting");
  try {
    const began = performance.now();
    const answers = field.value.trim() === "" ? lines.map(() => []) : await findSlots(lines, controller.signal);
    const milliseconds = performance.now() - began;
    if (controller === newest) {
      show(lines, answers, milliseconds);
    }
  } catch (error) {
    if (controller === newest) {
      showProblem(error);
    }
  }
}

/** The slots of each line: one text is asked for by itself, several in one request. */
async function findSlots(lines, signal) {
  if (lines.length === 1) {
    return [(await ask("v1/slots", signal, { text: lines[0] })).slots];
  }
  const { results } = await ask("v1/slots/many", signal, { texts: lines });
  return results.map((result) => result.slots);
}

/** Sends a request. A body makes it a POST. */
async function ask(path, signal, body) {
  const answer = await fetch(path, {
    signal,
    method: body ? "POST" : "GET",
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Refusal(problem.detail ?? problem.title ?? `The service answered with status ${answer.status}.`);
  }
  return answer.json();
}

function show(lines, answers, milliseconds) {
  const slots = answers.flatMap((found, line) => found.map((slot) => ({ ...slot, line })));
  slotsInText.replaceChildren(...lines.map((line, i) => paragraph(line, answers[i])));
  table.tBodies[0].replaceChildren(...slots.map(row));
  table.classList.toggle("many-lines", lines.length > 1);
  table.hidden = slots.length === 0;
  const isEmpty = field.value.trim() === "";
  byId("count").textContent = isEmpty ? "" : count(slots);
  byId("time").textContent = isEmpty ? "" : `${milliseconds.toFixed(1)} ms`;
  problemLine.hidden = true;
  document.body.classList.remove("waiting");
  say(isEmpty ? "" : [count(slots), ...slots.map((slot) => `${slot.name}: ${slot.text}`)].join(", "));
  if (lastFailed) {
    lastFailed = false;
    describeModel();
  }
}

/** Leaves the last answer in sight, pale: it is not that of the text. */
function showProblem(error) {
  lastFailed = true;
  const isRefusal = error instanceof Refusal;
  problemLine.textContent = isRefusal ? error.message : "The service does not answer. Type to ask again.";
  problemLine.hidden = false;
  byId("count").textContent = "";
  byId("time").textContent = "";
  say("");
}

/** A line with its slots marked. Places count UTF-16 code units, as those of strings do here. */
function paragraph(line, slots) {
  const p = element("p", "", { dir: "auto" });
  let place = 0;
  for (const slot of slots) {
    p.append(line.slice(place, slot.start), mark(slot, line.slice(slot.start, slot.end)));
    place = slot.end;
  }
  p.append(line.slice(place));
  return p;
}

function mark(slot, text) {
  const label = element("span", "label");
  const confidence = element("span", "confidence", {}, percent(slot.confidence));
  label.append(element("span", "name", {}, slot.name), " ", confidence);
  const whole = element("mark", "slot", look(slot.name));
  whole.append(element("span", "words", {}, text), label, bar(slot));
  return whole;
}

function row(slot) {
  const tr = element("tr", "", look(slot.name));
  const name = element("th", "", { scope: "row" });
  name.append(element("span", "swatch", { "aria-hidden": "true" }), slot.name);
  tr.append(
    name,
    element("td", "text", { dir: "auto" }, slot.text),
    element("td", "number", {}, slot.confidence.toFixed(4)),
    element("td", "number line", {}, slot.line + 1),
    element("td", "number", {}, `${slot.start}–${slot.end}`),
  );
  return tr;
}

/** A line as long as the slot is certain. */
function bar(slot) {
  const track = element("span", "bar", { "aria-hidden": "true" });
  track.style.setProperty("--confidence", slot.confidence);
  return track;
}

/** The colour and the line of a slot name: always the same ones for a model. */
function look(name) {
  if (!looks.has(name)) {
    looks.set(name, looks.size);
  }
  const place = looks.get(name);
  return { "data-hue": place % hues, "data-line": Math.floor(place / hues) % 4 };
}

/** What answers, and the names of its slots, which get their looks in their order. */
async function describeModel() {
  try {
    const model = await ask("v1/model");
    byId("fingerprint").textContent = model.fingerprint;
    byId("instruction-set").textContent = model.instructionSet;
    model.slots.toSorted().forEach(look);
  } catch {
    // The footer goes on to name the last model that was known; the next answer asks again.
    lastFailed = true;
  }
}

/** Tells a screen reader, once the typing rests. */
function say(text) {
  clearTimeout(speech);
  speech = setTimeout(() => (byId("summary").textContent = text), pauseOfSpeech);
}

function element(tag, className, attributes = {}, text = undefined) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

function percent(confidence) {
  return `${Math.round(confidence * 100)} %`;
}

function count(slots) {
  return slots.length === 1 ? "1 slot" : `${slots.length || "No"} slots`;
}
