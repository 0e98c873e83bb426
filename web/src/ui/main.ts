import "../styles/base.css";
import "../styles/workspace.css";

import { mount } from "svelte";

import App from "./App.svelte";

const target = document.getElementById("app");
if (target) mount(App, { target, props: { root: target.dataset["root"] ?? "" } });
