// A form that is sent once: a second press would say that what the first one has used is used.

const forms = document.querySelectorAll("form[data-once]");

for (const form of forms) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}
// A page that comes back as it was may be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of forms) delete form.dataset.sent;
});
