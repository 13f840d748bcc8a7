/* Copies the reminder of a unit; without it the text can be marked and copied by hand. */
(function () {
  "use strict";

  function copied(button) {
    var before = button.textContent;
    button.textContent = button.getAttribute("data-copied");
    window.setTimeout(function () { button.textContent = before; }, 2000);
  }

  // The clipboard is closed to pages that came without HTTPS, as in many an office.
  function copy(button) {
    var text = document.getElementById(button.getAttribute("data-copy"));
    text.select();
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text.value).then(function () { copied(button); });
    } else if (document.execCommand("copy")) {
      copied(button);
    }
  }

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { copy(button); });
  });
}());
