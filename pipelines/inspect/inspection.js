"use strict";
const all = (selector) => [...document.querySelectorAll(selector)];
const blocks = all(".block"), fields = all(".field"), chips = all("button[data-role]");
const filter = document.querySelector("#filter"), note = document.querySelector("#note");
const frame = document.querySelector("iframe"), switcher = document.querySelector("#original");
const main = document.querySelector("main");

const words = (item, name) => item.dataset[name].split(" ").filter(Boolean);
const positionOf = (block) => block.id.slice("block-".length);
const isBlock = (item) => item.classList.contains("block");
const partners = (item) => isBlock(item)
  ? words(item, "fields").map((name) => document.getElementById("field-" + name))
  : words(item, "blocks").map((position) => document.getElementById("block-" + position));

function choose(item) {
  if (!item) return;
  if (item.hidden) showAll();
  for (const other of all("[aria-current]")) other.removeAttribute("aria-current");
  for (const other of isBlock(item) ? blocks : fields) other.tabIndex = -1;
  for (const other of all(".linked")) other.classList.remove("linked");
  item.setAttribute("aria-current", "true");
  item.tabIndex = 0;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  const linked = partners(item);
  if (!isBlock(item) && linked.some((each) => each.hidden)) showAll();
  for (const each of linked) each.classList.add("linked");
  const part = isBlock(item) && document.querySelector(`[data-part="${positionOf(item)}"]`);
  if (part) part.classList.add("linked");
  const target = part || linked[0];
  if (target) target.scrollIntoView({ block: "nearest" });
  const block = isBlock(item) ? item : linked[0];
  if (block) turnFrame(block);
}

function turnFrame(block) {
  // The frame may run nothing, so it is turned to a block from outside, by its address.
  if (frame && switcher.getAttribute("aria-pressed") === "true")
    frame.contentWindow.location.replace("about:srcdoc#b" + positionOf(block));
}

function narrow() {
  const wanted = filter.value.trim().toLowerCase().replace(/\s+/g, " ");
  const roles = chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.role);
  for (const block of blocks) {
    const text = block.querySelector("p").textContent.toLowerCase().replace(/\s+/g, " ");
    block.hidden = !(text.includes(wanted) && (!roles.length || roles.includes(block.dataset.role)));
  }
  const shown = blocks.filter((block) => !block.hidden).length;
  note.textContent = shown === blocks.length ? `${shown} blocks` : `${shown} of ${blocks.length} blocks`;
}

function showAll() {
  filter.value = "";
  for (const chip of chips) chip.setAttribute("aria-pressed", "false");
  narrow();
}

function toggle(button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  return on;
}

function showOriginal() {
  if (!switcher) return;
  const on = toggle(switcher);
  main.classList.toggle("with-original", on);
  document.querySelector(".original").hidden = !on;
  const block = document.querySelector(".block[aria-current]");
  if (block) turnFrame(block);
}

function step(by) {
  const current = document.querySelector("[aria-current]");
  const list = (current && !isBlock(current) ? fields : blocks).filter((item) => !item.hidden);
  const place = list.indexOf(current);
  choose(place < 0 ? list[0] : list[Math.min(Math.max(place + by, 0), list.length - 1)]);
}

const first = (selector, list) => document.querySelector(selector) || list.find((item) => !item.hidden);
const keys = {
  j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
  f: () => choose(first(".field.linked, .field[aria-current]", fields)),
  b: () => choose(first(".block.linked, .block[aria-current]", blocks)),
  o: showOriginal,
  "/": () => filter.focus(),
  Escape: () => { showAll(); choose(first("[aria-current]", blocks)); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const target = event.target, item = target.closest(".block, .field");
  if (target === filter && event.key !== "Escape" && event.key !== "Enter") return;
  if (event.key === "Enter" && target === filter) choose(blocks.find((block) => !block.hidden));
  else if (event.key === "Enter" && item) choose(partners(item)[0]);
  else if (keys[event.key]) keys[event.key]();
  else return;
  event.preventDefault();
});
document.addEventListener("click", (event) => {
  const part = event.target.closest("[data-part]");
  const item = part ? document.getElementById("block-" + part.dataset.part) : event.target.closest(".block, .field");
  if (item && !String(getSelection())) choose(item);
});
for (const chip of chips) chip.addEventListener("click", () => { toggle(chip); narrow(); });
if (switcher) switcher.addEventListener("click", showOriginal);
filter.addEventListener("input", narrow);
narrow();
