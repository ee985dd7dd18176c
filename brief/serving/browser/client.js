// Keeps a page of `brief serve` fresh: reloads it when it changed, and has the writer's tools beside it.
(() => {
  "use strict";

  const { etag, lists, token } = document.currentScript.dataset;
  // The page that lists what is wrong before anything can be shown has no tools beside it.
  const desk = lists ? null : import("/_brief/desk.js").then((module) => module.start(token));

  async function refresh() {
    const answer = await fetch(location.pathname + location.search, { method: "HEAD", cache: "no-store" });
    if (answer.headers.get("etag") !== `"${etag}"`) location.reload();
  }

  function follow(state) {
    if (!state.version) return; // a server that was just started has built nothing, and what is open here stays
    if (desk) desk.then((tools) => tools.follow(state)).catch(() => {});
    if (state.ok || lists) refresh().catch(() => {});
  }

  // A browser opens few connections to one server (six, in HTTP/1.1), so only tabs that are seen keep one.
  let stream = null;
  function listen() {
    if (stream) stream.close();
    stream = null;
    if (document.hidden) return;
    stream = new EventSource("/_brief/events");
    stream.addEventListener("message", (event) => follow(JSON.parse(event.data)));
  }
  listen();
  document.addEventListener("visibilitychange", listen);
  // An open stream would keep a page out of the browser's back-forward cache, too.
  addEventListener("pagehide", () => stream && stream.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
