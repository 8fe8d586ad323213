// What the scripts say, in the language of the page: the server put the texts on the page's root as data.

/** @type {Record<string, string>} */
const texts = JSON.parse(document.documentElement.dataset.words ?? "{}");

/**
 * A text by its name, with `{name}` filled by a value, and `{name:one|other}` by one of two forms.
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
export function say(name, values = {}) {
  const text = texts[name] ?? name;
  return text.replace(/\{([a-z_]+)(?::([^|}]*)\|([^}]*))?\}/g, (_, key, one, other) => {
    const value = values[key] ?? key;
    if (one === undefined) return String(value);
    return String(value) === "1" ? one : other;
  });
}
