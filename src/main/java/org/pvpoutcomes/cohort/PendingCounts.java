package org.pvpoutcomes.cohort;

/**
 * How many resources say something to the study about a patient who is not known (yet). Each
 * resource counts once; all three are 0 in a record where every patient has arrived.
 *
 * @param patientNotReceived their subject is a literal reference, and that Patient has not been
 *     received
 * @param subjectIdentifierUnknown their subject is an identifier that no Patient carries
 * @param subjectIdentifierAmbiguous their subject is an identifier that Patients carry who are not
 *     merged
 */
public record PendingCounts(
    long patientNotReceived, long subjectIdentifierUnknown, long subjectIdentifierAmbiguous) {}
