"use strict";

// Everything comes from this server: no CDN, no validator badge, no inline script.
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
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
});
