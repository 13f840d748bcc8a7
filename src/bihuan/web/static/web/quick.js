/* The quick intake: Enter reads the field, a pasted or dropped picture becomes a file, and the focus
   goes to what is still to be answered. Every step has its button too. */
(function () {
  "use strict";

  var form = document.querySelector("[data-quick]");
  if (!form) { return; }
  var field = form.querySelector("textarea");
  var files = form.querySelector("input[type=file]");

  function add(list) {
    var all = new DataTransfer();
    Array.prototype.forEach.call(files.files, function (one) { all.items.add(one); });
    Array.prototype.forEach.call(list, function (one) { all.items.add(one); });
    files.files = all.files;
  }

  field.addEventListener("keydown", function (event) {
    // 229: the Enter that ends a word in a Chinese input method.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) { return; }
    event.preventDefault();
    if (field.value.trim() || files.files.length) { form.requestSubmit(); }
  });

  document.addEventListener("paste", function (event) {
    if (event.clipboardData && event.clipboardData.files.length) {
      add(event.clipboardData.files);
      event.preventDefault();
    }
  });

  form.addEventListener("dragover", function (event) { event.preventDefault(); });
  form.addEventListener("drop", function (event) {
    if (!event.dataTransfer.files.length) { return; }
    event.preventDefault();
    add(event.dataTransfer.files);
  });

  var missing = document.querySelector("[data-missing] input, [data-missing] select, [data-missing] textarea");
  if (missing) { missing.focus(); }
}());
