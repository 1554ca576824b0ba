package org.pvpoutcomes.fhir;

/**
 * The FHIRPath of the element that a walk stands at, such as {@code Observation.component[1].code}.
 * Elements are named as in JSON ({@code valueQuantity}), and only by names that FHIR could have
 * given.
 */
final class ExpressionPath {

  private final StringBuilder path;

  ExpressionPath(String root) {
    path = new StringBuilder(128).append(root);
  }

  /** Steps into an element; the result undoes it. */
  int push(String name) {
    int mark = path.length();
    int start = name.startsWith("_") ? 1 : 0;
    // Names that no element has may be anything at all; their place is then that of their owner.
    if (TextRules.isElementName(name)) {
      path.append('.').append(name, start, name.length());
    }
    return mark;
  }

  /** Steps to the item of a repeating element; the result undoes it. */
  int index(int index) {
    int mark = path.length();
    path.append('[').append(index).append(']');
    return mark;
  }

  /** Steps back to a mark. */
  void pop(int mark) {
    path.setLength(mark);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
