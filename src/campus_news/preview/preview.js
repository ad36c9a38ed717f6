/* Tells the server which state of the site this page shows, and loads the page anew when there is another. It speaks
   livereload's protocol; the state goes with it, so that nothing is missed that happened while the page was loading. */
(function () {
  "use strict";
  var state = document.currentScript.getAttribute("data-state");
  var soon = 250, late = 4000, wait = soon, failed = 0;

  function gone(is) {
    var notice = document.querySelector("preview-gone");
    if (notice) notice.hidden = !is;
  }

  function connect() {
    var socket = new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + "/livereload");
    socket.onopen = function () {
      socket.send(JSON.stringify({ command: "hello", protocols: ["http://livereload.com/protocols/official-7"] }));
      socket.send(JSON.stringify({ command: "info", url: location.href, state: state }));
      wait = soon;
      failed = 0;
      gone(false);
    };
    socket.onmessage = function (event) {
      if (JSON.parse(event.data).command === "reload") location.reload();
    };
    socket.onclose = function () {
      failed += 1;
      gone(failed > 2);
      setTimeout(connect, wait);
      wait = Math.min(2 * wait, late);
    };
  }

  connect();
})();
