package org.pvpoutcomes.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.pvpoutcomes.record.CheckedResource;

/** A change of a stored resource, whatever its language (FHIR R4 http.html#patch). */
@FunctionalInterface
public interface Patch {

  /**
   * The resource as it is afterwards, checked like one that was sent.
   *
   * @param current the current version; the patch may change it
   * @throws RuntimeException if it cannot be applied, or if the result is not well-formed; the
   *     transaction is rolled back and the exception reaches whoever asked for it
   */
  CheckedResource apply(ObjectNode current);

  /**
   * Whether the patch may change an element of the resource itself.
   *
   * @param element its name, such as {@code link}
   * @return true unless it is known that it does not
   */
  default boolean mayChange(String element) {
    return true;
  }
}
