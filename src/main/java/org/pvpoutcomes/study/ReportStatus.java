package org.pvpoutcomes.study;

/**
 * How far a report counts: the status its resource carries, and whether the study may use it.
 *
 * <p>Observation final, amended, corrected; QuestionnaireResponse completed, amended; Procedure
 * completed; Condition not refuted and not entered in error count. The rest is kept, so that the
 * reason can be shown, and not counted.
 *
 * @param code the status as written in the resource
 * @param counts whether the study uses a report with this status
 */
public record ReportStatus(String code, boolean counts) {}
