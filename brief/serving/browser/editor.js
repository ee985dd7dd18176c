// Opens the person's editor at a place, or says why it can't and gives the place to copy.
import { button, element } from "/_brief/elements.js";

export class Editor {
  // `area` is where notices come: a live region, so that they are read aloud too.
  constructor(token, area) {
    this.token = token;
    this.area = area;
    area.setAttribute("role", "status");
  }

  async open({ path, line = 1, column = 1 }) {
    const place = `${path}:${line}`;
    try {
      const answer = await fetch("/_brief/open", {
        method: "POST",
        headers: { "content-type": "application/json", "x-brief-token": this.token },
        body: JSON.stringify({ path, line, column }),
      });
      const told = await answer.json();
      if (answer.ok) this.say(`Opened in ${told.editor}.`, place);
      else this.say(told.reason, place, true);
    } catch {
      this.say("The server does not answer. Is `brief serve` still running?", place, true);
    }
  }

  // A button with words that opens a place.
  button(words, place, className = "") {
    const made = button(words, () => this.open(place), className);
    made.title = `Open ${place.path}:${place.line ?? 1} in your editor`;
    return made;
  }

  say(words, place, isFault = false) {
    clearTimeout(this.timer);
    const where = element("code", place);
    const copy = button("Copy", () => copied(where, copy));
    copy.setAttribute("aria-label", `Copy ${place}`);
    const close = button("×", () => this.area.replaceChildren(), "close");
    close.setAttribute("aria-label", "Close this notice");
    const notice = element("div", [element("p", words), where, ...(isFault ? [copy] : []), close], "notice");
    this.area.replaceChildren(notice);
    // What went well needs no answer.
    if (!isFault) this.timer = setTimeout(() => this.area.replaceChildren(), 4000);
  }
}

async function copied(where, copy) {
  try {
    await navigator.clipboard.writeText(where.textContent);
    copy.textContent = "Copied";
  } catch {
    // Without leave to write there, the person can: it is marked for them.
    getSelection().selectAllChildren(where);
  }
}
