// What is done in the background is asked about every two seconds; the page is shown anew when something changed.
const shown = document.querySelector("[data-mark]");

async function ask() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "application/json" } });
    if (!answer.ok || (await answer.json()).mark !== shown.dataset.mark) location.reload();
  } catch { /* the network is away, or the server is being started: it is asked again */ }
}

if (shown) setInterval(ask, 2000);
