package org.pvpoutcomes.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.pvpoutcomes.cohort.ProtocolException;
import org.pvpoutcomes.cohort.ProtocolFormat;
import org.pvpoutcomes.cohort.ProtocolReader;
import org.pvpoutcomes.problem.Problem;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.ProblemType;
import org.pvpoutcomes.study.Protocol;

/** Reads protocols from the bodies of requests. */
final class StudyBodies {

  private StudyBodies() {}

  /**
   * A protocol and the document it was read from.
   *
   * @param document as it was sent
   */
  record Sent(Protocol protocol, ProtocolFormat format, String document) {}

  /**
   * The protocol in a body.
   *
   * @throws ProblemException when it is too large, no UTF-8, or no valid protocol
   */
  static Sent read(byte[] body, ProtocolFormat format) {
    if (body.length > ProtocolReader.LARGEST) {
      throw ProblemException.of(
          ProblemType.CONTENT_TOO_LARGE,
          "A protocol has at most " + ProtocolReader.LARGEST + " bytes.");
    }
    String document = text(body);
    try {
      return new Sent(ProtocolReader.read("protocol", document, format), format, document);
    } catch (ProtocolException e) {
      throw ProblemException.invalidProtocol(
          e.faults().stream()
              .map(
                  fault ->
                      new Problem.Violation(
                          null,
                          fault.detail(),
                          fault.allowed(),
                          fault.pointer(),
                          fault.line(),
                          fault.column()))
              .toList());
    }
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw ProblemException.invalidProtocol(
          List.of(new Problem.Violation(null, "must be UTF-8", List.of(), "", 1, 1)));
    }
  }
}
