// What the browser adds. Every page works without it.
import "htmx.org/dist/htmx.esm.js";
import { keys } from "./keys.js";
import { forms } from "./forms.js";

keys();
forms();
