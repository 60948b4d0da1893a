// Runs every audit of graphql-http against the server at the address given; tells each that does not pass.
import { auditServer } from "graphql-http";

const results = await auditServer({ url: process.argv[2], fetchFn: fetch });
const failed = results.filter((result) => result.status !== "ok");
for (const { status, id, name, reason, response } of failed) {
  console.log(`${status} ${id} ${name} -- ${reason} (${response?.status})`);
}
console.log(`${results.length - failed.length}/${results.length}`);
