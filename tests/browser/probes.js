// What the accessibility tests ask of a page. Each answer is plain data; `where` names an element for people.
(() => {
  "use strict";
  const FOCUSABLE =
    "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, iframe, audio[controls], video[controls], [contenteditable], [tabindex]";

  function where(element) {
    const classes = [...element.classList].map((name) => `.${name}`).join("");
    const text = (element.textContent || element.getAttribute("aria-label") || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `${element.localName}${element.id ? `#${element.id}` : ""}${classes} “${text}”`;
  }

  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });

  function parse(colour) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  }

  // Contrast ratio of two opaque colours (WCAG 2.2, "contrast ratio" and "relative luminance").
  function contrast(one, other) {
    const luminance = (colour) =>
      parse(colour)
        .slice(0, 3)
        .map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  // What lies behind an element: the background of the nearest ancestor that has an opaque one.
  function behind(element) {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (parse(colour)[3] === 255) return colour;
    }
    return matchMedia("(forced-colors: active)").matches ? "Canvas" : "white";
  }

  const isSame = (one, other) => parse(one).join() === parse(other).join();

  const melts = (element) => isSame(behind(element), behind(element.parentElement));

  function hasEdge(element) {
    const style = getComputedStyle(element);
    const ground = behind(element.parentElement ?? element);
    const sides = ["Top", "Right", "Bottom", "Left"].map((side) => ["border", side]);
    return [...sides, ["outline", ""]].some(
      ([kind, side]) =>
        !["none", "hidden"].includes(style[`${kind}${side}Style`]) &&
        parseFloat(style[`${kind}${side}Width`]) > 0 &&
        contrast(style[`${kind}${side}Color`], ground) >= 3,
    );
  }

  // Everything that Tab should reach. Of radio buttons that belong together one is reached, and arrows do the rest.
  function focusable(root = document) {
    const groups = new Set();
    return [...root.querySelectorAll(FOCUSABLE)].filter((element) => {
      if (element.matches(":disabled, [inert] *, [inert]") || element.tabIndex < 0 || !isShown(element)) return false;
      if (element.type !== "radio") return true;
      const isFirst = !groups.has(element.name);
      groups.add(element.name);
      return isFirst;
    });
  }

  // Follows the focus: which elements had it, in order, and what was wrong with how that was shown.
  window.followFocus = () => {
    const expected = new Set(focusable());
    const seen = [];
    const faults = new Set();
    addEventListener("focusin", ({ target }) => {
      seen.push(target);
      const style = getComputedStyle(target);
      const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
      if (!isOutlined) faults.add(`${where(target)} shows no outline`);
      else if (contrast(style.outlineColor, behind(target.parentElement)) < 3) faults.add(`${where(target)} has a faint outline`);
      const box = target.getBoundingClientRect();
      const isInWindow = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
      if (!isInWindow || box.width < 2 || box.height < 2) faults.add(`${where(target)} is out of sight`);
      if (!target.checkVisibility({ opacityProperty: true, visibilityProperty: true })) faults.add(`${where(target)} is invisible`);
    });
    window.focusFollowed = {
      // What a disclosure shows once it's open has to be reached as well.
      addOpened: () => focusable(document.activeElement.parentElement).forEach((element) => expected.add(element)),
      state: () => {
        const at = document.activeElement;
        const isAgain = seen.indexOf(at) !== seen.lastIndexOf(at);
        if (at === document.body || isAgain) return "over";
        return at.localName === "summary" && !at.parentElement.open ? "closed" : "";
      },
      report: () => {
        const first = [...new Set(seen)].filter((element) => expected.has(element));
        const isBefore = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
        return {
          missed: [...expected].filter((element) => !seen.includes(element)).map(where),
          outOfOrder: first.filter((element, index) => index && !isBefore(first[index - 1], element)).map(where),
          faults: [...faults],
        };
      },
    };
  };

  // Boxes that a background alone sets off, by where they stand among all elements.
  window.setOffByBackground = () =>
    [...document.body.querySelectorAll("*")]
      .map((element, index) => [element, index])
      .filter(([element]) => {
        const style = getComputedStyle(element);
        const isBox = style.display !== "inline" && parseFloat(style.paddingInlineStart) > 0 && isShown(element);
        const box = element.getBoundingClientRect();
        const isOnPage = box.width > 1 && box.height > 1 && box.bottom + scrollY > 0;
        const colour = style.backgroundColor;
        return isBox && isOnPage && parse(colour)[3] === 255 && !isSame(colour, behind(element.parentElement));
      })
      .map(([, index]) => index);

  window.withoutEdge = (indices) => {
    const all = document.body.querySelectorAll("*");
    return indices
      .map((index) => all[index])
      .filter((element) => !hasEdge(element) && melts(element))
      .map(where);
  };

  // Controls that nothing tells from text: no edge, no background, no line below.
  window.plainControls = () =>
    [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea")]
      .filter((element) => isShown(element) && !hasEdge(element) && melts(element))
      .filter((element) => !getComputedStyle(element).textDecorationLine.includes("underline"))
      .map(where);

  // Links to the page that is shown which look like those beside them.
  window.currentUnmarked = () => {
    const look = (element) => {
      const style = getComputedStyle(element);
      return [style.fontWeight, style.textDecorationLine, style.backgroundColor, hasEdge(element), element.localName].join();
    };
    return [...document.querySelectorAll("[aria-current]")]
      .filter((element) => isShown(element) && element.parentElement.parentElement)
      .filter((element) =>
        [...element.parentElement.parentElement.querySelectorAll("a:not([aria-current])")].some(
          (other) => look(other) === look(element),
        ),
      )
      .map(where);
  };

  function textNodes() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const isText = walker.currentNode.data.trim() && !["SCRIPT", "STYLE", "NOSCRIPT", "OPTION"].includes(element.tagName);
      if (isText && !element.closest("svg") && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) {
        found.push(walker.currentNode);
      }
    }
    return found;
  }

  // Text too faint to be read (WCAG 2.2, 1.4.3). axe-core can't tell under forced colours: it reads a colour that they leave.
  window.faintText = () => [
    ...new Set(
      textNodes()
        .map((node) => node.parentElement)
        .filter((element) => contrast(getComputedStyle(element).color, behind(element)) < 4.5)
        .map(where),
    ),
  ];

  // Text made for ears alone is clipped to nothing on purpose.
  const isForEars = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.position === "absolute" && (at.offsetWidth <= 1 || at.getBoundingClientRect().bottom + scrollY <= 0)) return true;
    }
    return false;
  };

  window.fontSizes = () => textNodes().map((node) => parseFloat(getComputedStyle(node.parentElement).fontSize));

  // Lines of text by the box that is seen of them, and whether something cuts them off with no way to scroll there.
  function lines() {
    const found = [];
    for (const node of textNodes()) {
      const element = node.parentElement;
      if (isForEars(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        const line = { element, node, left: box.left, right: box.right, top: box.top, bottom: box.bottom, isCut: false };
        let scrolls = false;
        for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
          const style = getComputedStyle(at);
          if (style.overflowX === "visible" && style.overflowY === "visible") continue;
          const edge = at.getBoundingClientRect();
          scrolls ||= ["auto", "scroll"].includes(style.overflowX) || ["auto", "scroll"].includes(style.overflowY);
          const isOutside = line.right > edge.right + 2 || line.bottom > edge.bottom + 2 || line.left < edge.left - 2 || line.top < edge.top - 2;
          if (isOutside && !scrolls) line.isCut = true;
          Object.assign(line, {
            left: Math.max(line.left, edge.left),
            right: Math.min(line.right, edge.right),
            top: Math.max(line.top, edge.top),
            bottom: Math.min(line.bottom, edge.bottom),
          });
        }
        if (!scrolls && (line.left < -1 || line.right > innerWidth + 1)) line.isCut = true;
        if (line.right - line.left > 1 && line.bottom - line.top > 1) found.push(line);
        else if (line.isCut) found.push({ ...line, right: line.left, bottom: line.top });
      }
    }
    return found;
  }

  window.cutText = () => [...new Set(lines().filter((line) => line.isCut).map((line) => where(line.element)))];

  // Texts that lie on each other. Boxes of lines reach above and below their letters, so a third of a line is allowed.
  window.overlappingText = () => {
    const found = new Set();
    const sorted = lines().sort((one, other) => one.top - other.top);
    sorted.forEach((one, index) => {
      for (const other of sorted.slice(index + 1)) {
        if (other.top >= one.bottom) break;
        const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const isOver = width > 2 && height > Math.min(one.bottom - one.top, other.bottom - other.top) / 3;
        if (isOver) found.add(`${where(one.element)} and ${where(other.element)}`);
      }
    });
    return [...found];
  };
})();
