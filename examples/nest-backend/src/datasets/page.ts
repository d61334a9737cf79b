/** One page without a build: the form, and the events of the deposit as they come. */
export const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Hand in a dataset</title></head>
<body>
<h1>Hand in a dataset</h1>
<p>It is published on Zenodo for ever, under a DOI. Sent again with other files it becomes the next version.</p>
<form id="form">
  <p><label>Name of the dataset <input name="dataset" required pattern="[\\w.-]+"></label></p>
  <p><label>Title <input name="title" required></label></p>
  <p><label>Creator <input name="creator" required></label></p>
  <p><label>Files <input name="file" type="file" multiple required></label></p>
  <p><button>Publish</button></p>
</form>
<p id="state" role="status"></p>
<script type="module">
  const state = document.querySelector('#state');
  document.querySelector('#form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    const answer = await fetch('/datasets/' + encodeURIComponent(data.get('dataset')), { method: 'POST', body: data });
    const body = await answer.json();
    if (!answer.ok) return void (state.textContent = body.message);
    const events = new EventSource(body.progress);
    events.addEventListener('deposit', ({ data }) => {
      const job = JSON.parse(data);
      state.textContent = job.nextAction + (job.doi ? ' DOI: ' + job.doi : '');
      if (['findable', 'failed', 'left', 'cancelled'].includes(job.state)) events.close();
    });
  });
</script>
</body>
</html>
`;
