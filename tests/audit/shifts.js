// Before a page's own scripts: notes every shift of its layout that no act of the reader explains.
(() => {
  "use strict";
  const found = [];

  function name(node) {
    const element = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
    return element ? element.localName + [...element.classList].map((one) => `.${one}`).join("") : "?";
  }

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.hadRecentInput) found.push({ value: entry.value, elements: entry.sources.map((source) => name(source.node)) });
    }
  }).observe({ type: "layout-shift", buffered: true });

  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

  // Half a window at a time down to the end, each time until it's painted.
  window.readThrough = async () => {
    await document.fonts.ready;
    await painted();
    for (let at = 0; at < document.documentElement.scrollHeight; at += innerHeight / 2) {
      scrollTo({ top: at, behavior: "instant" });
      await painted();
    }
    await painted();
    return found;
  };
})();
