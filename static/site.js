// What pages can do beyond being read. Each block stands for itself, and every page is whole without any of it.
"use strict";

// The size of text, in three steps, remembered on this device.
{
  const key = "campus-news-text-size";
  const root = document.documentElement;
  let size = "0";
  try { size = localStorage.getItem(key) || size; } catch { /* a private window remembers nothing */ }
  const group = document.createElement("div");
  group.className = "sizes";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "字号");
  const buttons = ["标准", "大", "特大"].map((name, step) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => choose(String(step)));
    group.append(button);
    return button;
  });
  const choose = (step) => {
    size = step;
    root.dataset.size = step;
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i) === step));
    try { localStorage.setItem(key, step); } catch { /* as above */ }
  };
  choose(buttons[size] ? size : "0");
  const line = document.querySelector(".folio > *");
  if (line) line.append(group);
}
