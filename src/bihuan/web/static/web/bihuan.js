/* Keys: every move shows its letter; "/" goes to the search field, j and k walk the list.
   Nothing here is needed: every page works without it. */
(function () {
  "use strict";

  function typing(target) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  }

  function unfold(details) {
    var around = details.parentElement && details.parentElement.closest("details");
    if (around) { around.open = true; }
    details.open = true;
    details.scrollIntoView({ block: "nearest" });
    var first = details.querySelector("form input:not([type=hidden]), form textarea, form select, form button");
    if (first) { first.focus(); }
  }

  function press(key) {
    var found = document.querySelector('[data-key="' + key + '"]');
    if (!found) { return false; }
    if (found.tagName === "DETAILS") { unfold(found); }
    else if (found.tagName === "INPUT") { found.focus(); found.select(); }
    else { found.click(); }
    return true;
  }

  function walk(by) {
    var rows = Array.prototype.slice.call(document.querySelectorAll("[data-row]"));
    var at = rows.findIndex(function (row) { return row.hasAttribute("data-picked"); });
    var link = rows[at + by] && rows[at + by].querySelector("[data-pick]");
    if (!link) { return false; }
    window.location.replace(link.href);
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (event.key === "Escape") {
      var open = document.activeElement && document.activeElement.closest("details[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
      return;
    }
    if (typing(event.target)) { return; }
    var key = event.key.toLowerCase();
    var done = false;
    if (key === "j") { done = walk(1) || press(key); }
    else if (key === "k") { done = walk(-1) || press(key); }
    else if (key === "enter") { done = document.activeElement === document.body && press("enter"); }
    else if (/^[a-z/]$/.test(key)) { done = press(key); }
    if (done) { event.preventDefault(); }
  });

  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") { return; }
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    window.setTimeout(function () { form.removeAttribute("data-sent"); }, 8000);
  });

  // After loading, for going to a fragment takes the focus away.
  window.addEventListener("load", function () {
    var chosen = document.querySelector("details.move[open]");
    if (chosen && window.location.hash === "#" + chosen.id) {
      window.setTimeout(function () { unfold(chosen); }, 0);
    }
  });
}());
