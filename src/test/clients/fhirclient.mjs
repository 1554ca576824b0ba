// The scenario of UnmodifiedClientsTest, by SMART's fhirclient. Argument: the base URL.
import assert from 'node:assert/strict';
import FHIR from 'fhirclient';
import { transaction, observation, extra, VAS, PATIENT } from './resources.mjs';

const client = new FHIR.FhirClient(process.argv[2]);
const status = async (promise) => {
  try {
    await promise;
    return 200;
  } catch (error) {
    return error.status;
  }
};

assert.equal(await client.getFhirVersion(), '4.0.1');

for (const expected of ['201', '200']) {
  const answer = await client.fhirRequest('', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(transaction()),
  });
  assert.deepEqual(answer.entry.map((entry) => entry.response.status.slice(0, 3)), Array(3).fill(expected));
}

const body = observation();
await client.update(body);
assert.equal((await client.fhirRequest(`Observation/${body.id}/_history/1`)).valueQuantity.value, 5);
body.valueQuantity.value = 4.5;
const ifMatch = { headers: { 'If-Match': 'W/"1"', 'Content-Type': 'application/json' } };
await client.update(body, ifMatch);
assert.equal(await status(client.update(body, ifMatch)), 412);
await client.patch(`Observation/${body.id}`, [{ op: 'replace', path: '/valueQuantity/value', value: 4 }]);
const history = await client.fhirRequest(`Observation/${body.id}/_history`);
assert.deepEqual(history.entry.map((entry) => entry.resource.valueQuantity.value), [4, 4.5, 5]);

await client.update(extra());
await client.delete('Observation/client-extra');
assert.equal(await status(client.fhirRequest('Observation/client-extra')), 410);

// As it stands in many a program: the bar of a token is not percent-encoded.
const values = [];
let url = `Observation?subject:Patient.identifier=${PATIENT}&code=${VAS}&_sort=date&_count=1`;
while (url) {
  const page = await client.fhirRequest(url);
  assert.equal(page.total, 2);
  values.push(...page.entry.map((entry) => entry.resource.valueQuantity.value));
  url = page.link.find((link) => link.relation === 'next')?.url;
}
assert.deepEqual(values, [7.5, 4]);

const found = await client.fhirRequest(`Patient?identifier=${PATIENT}`);
const everything = await client.fhirRequest(`Patient/${found.entry[0].resource.id}/$everything`);
assert.deepEqual(
  everything.entry.map((entry) => entry.resource.resourceType).sort(),
  ['Observation', 'Observation', 'Patient', 'Procedure']);
