package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every answer about the reference study in one state: that of now, of a cut or of a moment. Texts
 * are compared byte by byte; the state, which links and nothing else name, is taken out.
 */
public final class PastAnswers {

  private static final String MEMBERS = "members?limit=1000";

  private PastAnswers() {}

  /** As of now, once the vocabulary has been applied to all that is stored. */
  public static Map<String, String> now() {
    Remapped.await();
    return answers("");
  }

  /** As of the cut with this name. */
  public static Map<String, String> ofCut(String name) {
    return answers("cut=" + name);
  }

  /** As of the moment. */
  public static Map<String, String> asOf(String moment) {
    return answers("asOf=" + URLEncoder.encode(moment, StandardCharsets.UTF_8));
  }

  private static Map<String, String> answers(String state) {
    Map<String, String> answers = new LinkedHashMap<>();
    for (String call : StudyAnswers.CALLS) {
      answers.put(call, get(call, state));
    }
    answers.put(MEMBERS, get(MEMBERS, state));
    for (JsonNode member : StudyAnswers.parse(answers.get(MEMBERS)).path("members")) {
      String call = "members/" + member.path("id").asText();
      answers.put(call, get(call, state));
    }
    return answers;
  }

  private static String get(String call, String state) {
    String query = state.isEmpty() ? "" : (call.contains("?") ? "&" : "?") + state;
    Response answer = given().urlEncodingEnabled(false).get(StudyAnswers.STUDY + call + query);
    if (answer.statusCode() != 200) {
      throw new AssertionError(call + query + ": " + answer.asString());
    }
    String text = answer.asString();
    return state.isEmpty()
        ? text
        : text.replace(state + "&", "").replace("&" + state, "").replace("?" + state + "\"", "?\"");
  }
}
