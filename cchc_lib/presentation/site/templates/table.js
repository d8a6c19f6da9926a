"use strict";
(function () {
  // The table of targets: a head's button sorts by its column, the fields above leave rows out. Without this script it is a plain table.
  const table = document.getElementById("bang-chi-tieu");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const words = document.getElementById("loc-chu");
  const area = document.getElementById("loc-linh-vuc");
  const status = document.getElementById("loc-danh-gia");
  const count = document.getElementById("dem");
  const compare = new Intl.Collator("vi", { numeric: true }).compare;

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  }

  function filter() {
    const wanted = plain(words.value.trim());
    let shown = 0;
    for (const row of rows) {
      const cells = row.cells;
      const kept = plain(row.textContent).includes(wanted)
        && (!area.value || cells[1].textContent === area.value)
        && (!status.value || cells[cells.length - 1].textContent === status.value);
      row.hidden = !kept;
      shown += kept ? 1 : 0;
    }
    count.textContent = shown + " chỉ tiêu";
  }

  function key(row, column) {
    const cell = row.cells[column];
    if (!("value" in cell.dataset)) { return cell.textContent; }
    return cell.dataset.value === "" ? null : Number(cell.dataset.value);
  }

  function order(one, other) {
    // Rows without a value come last, whichever way is sorted.
    if (one === null || other === null) { return (one === null) - (other === null) || 0; }
    return typeof one === "number" ? one - other : compare(one, other);
  }

  function sort(head, column) {
    const descending = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) { other.removeAttribute("aria-sort"); }
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const keyed = rows.map(function (row) { return [key(row, column), row]; });
    keyed.sort(function (a, b) {
      const empty = a[0] === null || b[0] === null;
      const result = order(a[0], b[0]);
      return descending && !empty ? -result : result;
    });
    for (const pair of keyed) { body.append(pair[1]); }
  }

  Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
    head.querySelector("button").addEventListener("click", function () { sort(head, column); });
  });
  words.form.addEventListener("submit", function (event) { event.preventDefault(); });
  for (const field of [words, area, status]) { field.addEventListener("input", filter); }
})();
