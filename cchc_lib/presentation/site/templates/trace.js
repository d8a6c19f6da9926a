"use strict";
(function () {
  // A link to where a figure comes from opens the section that tells it. Without this script the section is opened by hand.
  function open() {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const section = place && place.closest("details");
    if (!section) { return; }
    section.open = true;
    place.scrollIntoView();
    (place === section ? section.querySelector("summary") : place).focus({ preventScroll: true });
  }
  addEventListener("hashchange", open);
  open();
})();
