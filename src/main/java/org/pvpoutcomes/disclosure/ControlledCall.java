package org.pvpoutcomes.disclosure;

import java.util.Map;
import java.util.Set;

/**
 * A call that is answered without full access.
 *
 * @param path the template of its path
 * @param parameters those it takes, with the values they take; none listed for any value
 * @param answer how its answer is treated
 */
record ControlledCall(String path, Map<String, Set<String>> parameters, TreatmentTree answer) {}
