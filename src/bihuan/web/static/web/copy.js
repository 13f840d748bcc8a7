/* A button that copies the text beside it. Without it the text can be selected and copied by hand. */
(function () {
  "use strict";

  function copy(button, field) {
    field.focus();
    field.select();
    var said = button.textContent;
    function told() {
      button.textContent = button.getAttribute("data-copied");
      window.setTimeout(function () { button.textContent = said; }, 2000);
    }
    // The clipboard of the browser needs https; an office's own server often has none.
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(field.value).then(told, function () {});
    } else if (document.execCommand("copy")) { told(); }
  }

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var field = document.getElementById(button.getAttribute("data-copy"));
    if (!field) { return; }
    button.hidden = false;
    button.addEventListener("click", function () { copy(button, field); });
  });
}());
