/* A spreadsheet dropped anywhere on the page goes into the file field, and the form is sent.
   Without this the file field does the same. */
(function () {
  "use strict";

  var form = document.querySelector("[data-drop-form]");
  var place = document.querySelector("[data-drop]");
  if (!form || !place) { return; }
  var field = form.querySelector("input[type=file]");

  function over(event) {
    event.preventDefault();
    place.classList.add("drop-over");
  }

  document.addEventListener("dragenter", over);
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", function (event) {
    if (!event.relatedTarget) { place.classList.remove("drop-over"); }
  });
  document.addEventListener("drop", function (event) {
    event.preventDefault();
    place.classList.remove("drop-over");
    var files = event.dataTransfer && event.dataTransfer.files;
    if (!files || !files.length) { return; }
    field.files = files;
    form.requestSubmit ? form.requestSubmit() : form.submit();
  });
  field.addEventListener("change", function () {
    if (field.files.length) { form.requestSubmit ? form.requestSubmit() : form.submit(); }
  });
}());
