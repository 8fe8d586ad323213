// A random name for an event, so that the server takes it once however often it is sent.

/** `randomUUID` is there only over HTTPS and on localhost; a study in a class room may run over plain HTTP. */
export function newEventId() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
