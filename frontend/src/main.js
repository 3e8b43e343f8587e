// What the pages gain when a script may run. Every page works without it.
import "htmx.org";

import "./js/notice.js";
import "./js/send.js";
import "./js/hold.js";
import "./js/keys.js";
import "./js/place.js";
import "./js/note.js";
import "./js/term.js";
import "./js/review.js";
import "./js/paste.js";
import "./js/print.js";
import "./js/preview.js";
import "./js/explore.js";
import "./js/pick.js";
