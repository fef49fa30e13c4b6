import type { AddressInfo } from 'node:net';
import express from 'express';

/** What Express alone does with the same bodies: the measure of the API. */

const app = express();
app.use(express.json());
app.use((_request, response) => {
  response.json({ ok: true });
});
const server = app.listen(0, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
