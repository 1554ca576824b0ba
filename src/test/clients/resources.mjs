// What every client sends: one synthetic patient, one session, pain before and after it.
import { readFileSync } from 'node:fs';

const read = (name) => JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8'));

export const transaction = () => read('transaction');
export const observation = () => read('observation');
export const extra = () => ({ ...read('observation'), id: 'client-extra' });
export const VAS = 'http://loinc.org|38214-3';
export const PATIENT = 'https://hospital.example/patients|client-1';
