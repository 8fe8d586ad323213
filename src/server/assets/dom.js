// Finds what a page has to have; a page without it is broken, and says so at once.

/** @template {Element} T @param {string} selector @param {ParentNode} [parent] @returns {T} */
export function find(selector, parent = document) {
  const found = parent.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return /** @type {any} */ (found);
}

/** @template {HTMLElement} T @param {string} id @returns {T} */
export function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return /** @type {T} */ (found);
}
