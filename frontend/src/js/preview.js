// A picture that does not open says so in its place; without this script its words do.
function tell(picture) {
  const said = document.createElement("span");
  said.className = "is-broken";
  said.textContent = picture.dataset.broken;
  picture.replaceWith(said);
}

// An error of a picture does not bubble, so it is caught on the way down.
document.addEventListener(
  "error",
  ({ target }) => {
    if (target instanceof HTMLImageElement && target.dataset.broken) tell(target);
  },
  true,
);

// Those that failed before this script ran.
for (const picture of document.querySelectorAll("img[data-broken]")) {
  if (picture.complete && !picture.naturalWidth) tell(picture);
}
