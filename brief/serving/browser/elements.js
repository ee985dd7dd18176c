// Elements made of text. Whatever comes from the content is set as text, never as HTML.

export function element(name, content = "", className = "") {
  const made = document.createElement(name);
  made.append(...(Array.isArray(content) ? content : [content]));
  if (className) made.className = className;
  return made;
}

export function button(content, act, className = "") {
  const made = element("button", content, className);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

export function link(content, href, className = "") {
  const made = element("a", content, className);
  made.href = href;
  return made;
}

// "2 errors", "1 warning"
export function number(count, noun, plural = `${noun}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : plural}`;
}

// "2 errors, 1 warning"
export function counted(counts) {
  return ["error", "warning", "note"]
    .filter((severity) => counts[severity])
    .map((severity) => number(counts[severity], severity))
    .join(", ");
}

// Storage may be full or forbidden, and what is remembered is a convenience.
export function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // nothing to be done
  }
}
