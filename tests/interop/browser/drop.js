/** Run in the page: drops a file on it. */
export function drop({ bytes, name }) {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([Uint8Array.from(bytes)], name));
  document.body.dispatchEvent(
    new DragEvent("drop", { dataTransfer, bubbles: true }),
  );
}
