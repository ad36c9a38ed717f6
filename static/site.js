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
// Pictures, large, over the page: arrows, keys and swipes lead to the next, Esc and the way back to the page.
{
  const links = Array.from(document.querySelectorAll(".zoom"));
  const box = document.createElement("dialog");
  if (links.length && box.showModal) {
    box.className = "box";
    box.setAttribute("aria-label", "大图");
    box.innerHTML = `<img alt=""><p aria-live="polite"></p><div>
      <button type="button">上一张</button><span></span><button type="button">下一张</button>
      <button type="button">关闭</button></div>`;
    const [image, words, bar] = box.children;
    const [before, count, after, close] = bar.children;
    before.hidden = count.hidden = after.hidden = links.length < 2;
    let at = 0;
    let opener;
    const show = (number) => {
      at = (number + links.length) % links.length;
      const small = links[at].querySelector("img");
      image.removeAttribute("src");
      image.width = small.getAttribute("width");
      image.height = small.getAttribute("height");
      image.alt = small.alt;
      image.src = links[at].href;
      const caption = links[at].parentNode.querySelector("figcaption");
      words.textContent = caption ? caption.textContent.trim().replace(/\s+/g, "　") : "";
      count.textContent = `${at + 1} / ${links.length}`;
    };
    links.forEach((link, number) => link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      opener = link;
      document.body.append(box);
      show(number);
      document.documentElement.classList.add("boxed");
      history.pushState("box", "");
      box.showModal();
      close.focus();
    }));
    box.addEventListener("close", () => {
      document.documentElement.classList.remove("boxed");
      if (history.state === "box") history.back();
      opener.focus({ preventScroll: true });
    });
    addEventListener("popstate", () => box.open && box.close());
    box.addEventListener("click", (event) => {
      if (event.target === before) show(at - 1);
      else if (event.target === after) show(at + 1);
      else if (event.target === close || event.target === box) box.close();
    });
    box.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step) show(at + step);
    });
    let x = 0;
    box.addEventListener("touchstart", (event) => { x = event.touches[0].clientX; }, { passive: true });
    box.addEventListener("touchend", (event) => {
      const way = event.changedTouches[0].clientX - x;
      const zoomed = window.visualViewport && visualViewport.scale > 1;
      if (Math.abs(way) > 50 && !zoomed) show(at + (way < 0 ? 1 : -1));
    });
  }
}

// Citations: the day of citing, and a button that copies.
document.querySelectorAll(".citation").forEach((citation) => {
  const today = new Date();
  const two = (number) => String(number).padStart(2, "0");
  citation.querySelector("span").textContent =
    `[${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}]`;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "复制";
  const told = document.createElement("span");
  told.className = "unseen";
  told.setAttribute("role", "status");
  citation.after(button, told);
  const tell = (done) => {
    button.textContent = told.textContent = done ? "已复制" : "请长按复制";
    setTimeout(() => { button.textContent = "复制"; told.textContent = ""; }, 3000);
  };
  // WeChat's browser, and pages without https, have no clipboard: there the words are selected and copied as by hand.
  const select = () => {
    getSelection().selectAllChildren(citation);
    tell(document.execCommand("copy"));
  };
  button.addEventListener("click", () => {
    if (!navigator.clipboard) select();
    else navigator.clipboard.writeText(citation.textContent).then(() => tell(true), select);
  });
});
