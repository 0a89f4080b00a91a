"use strict";

// Everything comes from this server: no CDN, no validator badge, no inline script.
// From 150 rows on, the list draws those in sight and no others, so that neither the
// browser's search nor a printer nor a screen reader finds the rest. Each group is drawn
// as a list of its own, and all of it.
const drawEverything = () => ({
  wrapComponents: {
    operations: (Operations, { React }) => (props) => {
      const groups = props.specSelectors.taggedOperations();
      if (groups.size < 2) return React.createElement(Operations, props);
      return groups.keySeq().toArray().map((tag) => {
        const one = groups.filter((_, name) => name === tag);
        const specSelectors = { ...props.specSelectors, taggedOperations: () => one };
        return React.createElement(Operations, { ...props, specSelectors, key: tag });
      });
    },
  },
});

// The theme that was chosen on the pages, else the system's.
const root = document.documentElement;
const system = window.matchMedia("(prefers-color-scheme: dark)");
const wear = () => {
  const { theme } = root.dataset;
  root.classList.toggle("dark-mode", theme ? theme === "dark" : system.matches);
};
wear();
system.addEventListener("change", wear);

document.addEventListener("DOMContentLoaded", () => {
  const reference = document.getElementById("reference");
  window.SwaggerUIBundle({
    domNode: reference,
    url: reference.dataset.document,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    filter: true,
    displayRequestDuration: true,
    persistAuthorization: false,
    showCommonExtensions: true,
    validatorUrl: null,
    plugins: [drawEverything],
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
});
