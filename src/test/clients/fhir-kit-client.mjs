// The scenario of UnmodifiedClientsTest, by fhir-kit-client. Argument: the base URL.
import assert from 'node:assert/strict';
import { Client } from 'fhir-kit-client';
import { transaction, observation, extra, VAS, PATIENT } from './resources.mjs';

const client = new Client({ baseUrl: process.argv[2] });
const status = async (promise) => {
  try {
    await promise;
    return 200;
  } catch (error) {
    return error.response.status;
  }
};

assert.equal((await client.capabilityStatement()).fhirVersion, '4.0.1');

for (const expected of ['201', '200']) {
  const answer = await client.transaction({ body: transaction() });
  assert.deepEqual(answer.entry.map((entry) => entry.response.status.slice(0, 3)), Array(3).fill(expected));
}

const body = observation();
await client.update({ resourceType: 'Observation', id: body.id, body });
assert.equal((await client.vread({ resourceType: 'Observation', id: body.id, version: '1' })).valueQuantity.value, 5);
body.valueQuantity.value = 4.5;
await client.update({ resourceType: 'Observation', id: body.id, body, options: { headers: { 'If-Match': 'W/"1"' } } });
assert.equal(
  await status(client.update({ resourceType: 'Observation', id: body.id, body, options: { headers: { 'If-Match': 'W/"1"' } } })),
  412);
await client.patch({
  resourceType: 'Observation',
  id: body.id,
  jsonPatch: [{ op: 'replace', path: '/valueQuantity/value', value: 4 }],
});
const history = await client.history({ resourceType: 'Observation', id: body.id });
assert.deepEqual(history.entry.map((entry) => entry.resource.valueQuantity.value), [4, 4.5, 5]);

await client.update({ resourceType: 'Observation', id: 'client-extra', body: extra() });
await client.delete({ resourceType: 'Observation', id: 'client-extra' });
assert.equal(await status(client.read({ resourceType: 'Observation', id: 'client-extra' })), 410);

const values = [];
let page = await client.search({
  resourceType: 'Observation',
  searchParams: { 'subject:Patient.identifier': PATIENT, code: VAS, _sort: 'date', _count: 1 },
});
assert.equal(page.total, 2);
while (page) {
  values.push(...page.entry.map((entry) => entry.resource.valueQuantity.value));
  page = await client.nextPage({ bundle: page });
}
assert.deepEqual(values, [7.5, 4]);

const found = await client.search({ resourceType: 'Patient', searchParams: { identifier: PATIENT } });
const everything = await client.operation({
  name: 'everything', resourceType: 'Patient', id: found.entry[0].resource.id, method: 'GET',
});
assert.deepEqual(
  everything.entry.map((entry) => entry.resource.resourceType).sort(),
  ['Observation', 'Observation', 'Patient', 'Procedure']);
