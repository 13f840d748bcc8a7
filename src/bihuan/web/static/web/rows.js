/* Cells copied from a spreadsheet fill the table from the cell they are pasted into. */
document.addEventListener("paste", (event) => {
  const start = event.target.closest("table.fill td");
  const text = (event.clipboardData || { getData: () => "" }).getData("text/plain");
  if (!start || !/[\t\n]/.test(text.replace(/\n$/, ""))) return;
  event.preventDefault();
  const column = start.cellIndex;
  let row = start.parentElement;
  for (const line of text.replace(/\r/g, "").replace(/\n$/, "").split("\n")) {
    if (!row) break;
    line.split("\t").forEach((value, step) => {
      const cell = row.cells[column + step];
      const field = cell && cell.querySelector("input, select");
      if (field) field.value = value.trim();
    });
    row = row.nextElementSibling;
  }
});
