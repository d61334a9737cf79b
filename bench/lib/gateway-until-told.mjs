/** Prints where a gateway is and what opens it, and ends it and its store in order when the process is told to. */
export function gatewayUntilTold({ gateway, store, token }) {
  process.stdout.write(`${JSON.stringify({ url: gateway.url, token })}\n`);
  process.on('SIGTERM', () => {
    void gateway
      .close()
      .then(() => store.close())
      .then(() => process.exit(0));
  });
}
