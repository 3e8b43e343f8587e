// A chart is explored in a dialog, by a script that is loaded when it is asked for; without it the link leads to the values.
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-explore]");
  const dialog = link && document.getElementById("explore");
  if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  dialog.showModal();
  try {
    const { explore } = await import(link.dataset.script);
    await explore(dialog, link.dataset.explore);
  } catch {
    dialog.close();
    location.assign(link.href);
  }
});
