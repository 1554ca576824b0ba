package org.pvpoutcomes.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class XmlFormatTest {

  /** HAPI spells exponents out in JSON, up to 245 zeros, and keeps them in XML. */
  private static final String EXPONENTS = "decimal";

  private static final JsonReader JSON = new JsonReader(200);
  private static final XmlFormat XML = new XmlFormat(new ResourceChecker().shapes(), 200);

  static List<String> pairs() {
    return Fixtures.names("/fhir/xml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fhir-r4-4.0.1", "mcode-4.0.0"})
  void published_examples_come_back_as_they_were(String file) {
    for (String line : Fixtures.lines("/examples/" + file + ".ndjson")) {
      ObjectNode example = JSON.read(line.getBytes(StandardCharsets.UTF_8));
      for (boolean pretty : new boolean[] {false, true}) {
        assertThat(comparable(XML.read(XML.write(example, pretty)))).isEqualTo(comparable(example));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fhir-r4-4.0.1", "mcode-4.0.0"})
  void the_parsers_of_HAPI_read_the_same_resource_from_our_XML_as_from_the_JSON(String file) {
    List<String> differ = new ArrayList<>();
    for (String line : Fixtures.lines("/examples/" + file + ".ndjson")) {
      ObjectNode example = JSON.read(line.getBytes(StandardCharsets.UTF_8));
      IParser xml = FhirContext.forR4Cached().newXmlParser();
      xml.setParserErrorHandler(new StrictErrorHandler());
      Base expected =
          (Base)
              FhirContext.forR4Cached()
                  .newJsonParser()
                  .parseResource(comparable(example).toString());
      String written = new String(XML.write(example, false), StandardCharsets.UTF_8);
      Base read = (Base) xml.parseResource(written);
      withoutNarrative(read);
      withoutNarrative(expected);
      if (!read.equalsDeep(expected) && !example.path("id").asText().equals(EXPONENTS)) {
        differ.add(example.path("resourceType").asText() + "/" + example.path("id").asText());
      }
    }
    assertThat(differ).isEmpty();
  }

  /**
   * HAPI's spelling of XHTML depends on the XML parser that it finds; the test above compares ours.
   */
  private static void withoutNarrative(Base resource) {
    if (resource instanceof DomainResource domain) {
      domain.setText(null);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void reads_and_writes_what_stands_in_the_pair(String name) {
    ObjectNode json = JSON.read(Fixtures.bytes("/fhir/xml/" + name + ".json"));
    byte[] xml = Fixtures.bytes("/fhir/xml/" + name + ".xml");
    assertThat(XML.read(xml)).isEqualTo(json);
    assertThat(XML.read(XML.write(json, false))).isEqualTo(json);
  }

  @Test
  void elements_are_written_in_the_order_of_their_definition_and_indented_when_asked() {
    ObjectNode observation =
        JSON.read(
            """
            {"valueQuantity":{"unit":"mL","value":1.10},"_status":{"id":"s"},"status":"final",
             "code":{"text":"a \\"b\\" <c>\\n"},"resourceType":"Observation",
             "extension":[{"valueCode":"x","url":"http://example.org/x"}],"id":"o"}
            """
                .getBytes(StandardCharsets.UTF_8));
    assertThat(new String(XML.write(observation, true), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Observation xmlns="http://hl7.org/fhir">
              <id value="o"/>
              <extension url="http://example.org/x">
                <valueCode value="x"/>
              </extension>
              <status id="s" value="final"/>
              <code>
                <text value="a &quot;b&quot; &lt;c&gt;&#10;"/>
              </code>
              <valueQuantity>
                <value value="1.10"/>
                <unit value="mL"/>
              </valueQuantity>
            </Observation>""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "MALFORMED | ",
        "MALFORMED | {",
        "MALFORMED | <Patient xmlns='http://hl7.org/fhir'>",
        "MALFORMED | <!DOCTYPE Patient><Patient xmlns='http://hl7.org/fhir'/>",
        "MALFORMED | <!DOCTYPE p [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><Patient xmlns='http://hl7.org/fhir'><id value='&e;'/></Patient>",
        "MALFORMED | <Patient xmlns='http://hl7.org/fhir'>&e;</Patient>",
        "MALFORMED | <Patient xmlns='http://hl7.org/fhir'/><Patient/>",
        "MALFORMED | <?xml version='1.0' encoding='ISO-8859-1'?><Patient xmlns='http://hl7.org/fhir'/>",
        "STRUCTURE | <Patient/>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><gender value='male'/><id value='x'/></Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><name><given value='A'/><family value='B'/></name></Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><name/><gender value='male'/><name/></Patient>",
        "STRUCTURE | <Patients xmlns='http://hl7.org/fhir'/>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'>Doe</Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir' version='1'/>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><shoe value='1'/></Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><_gender value='male'/></Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><name/></Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><gender/></Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><gender value='male'/><gender value='male'/></Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><gender code='male'/></Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><gender xmlns='http://example.org' value='male'/></Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><gender value='male'>male</gender></Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><name><id value='1'/></name></Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><contained/></Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><contained><Device><id value='a'/></Device><Device/></contained></Patient>",
        "STRUCTURE | <Patient xmlns='http://hl7.org/fhir'><text><div>a</div></text></Patient>"
      })
  void what_is_not_FHIR_XML_is_refused_with_its_line_and_without_its_content(
      FailureKind kind, String body) {
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    FhirRequestException refusal =
        catchThrowableOfType(FhirRequestException.class, () -> XML.read(bytes));
    assertThat(refusal).isNotNull();
    assertThat(refusal.issues().getFirst().kind()).isEqualTo(kind);
    assertThat(refusal.issues().getFirst().text())
        .matches("[^<>&]+\\(line \\d+, column \\d+\\)\\.")
        .doesNotContain("Doe", "male", "hostname", "shoe");
  }

  @Test
  void an_element_that_comes_too_late_is_named_with_the_one_before() {
    byte[] late =
        "<Patient xmlns='http://hl7.org/fhir'>\n <gender value='male'/>\n <id value='x'/></Patient>"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(catchThrowableOfType(FhirRequestException.class, () -> XML.read(late)))
        .hasMessage(
            "Elements have an order in XML (FHIR R4 xml.html), and here id stands behind gender"
                + " (line 3, column 17).");
  }

  @Test
  void bytes_that_are_not_UTF8_are_refused() {
    byte[] latin1 =
        "<Patient xmlns='http://hl7.org/fhir'><id value='\u00e9'/></Patient>"
            .getBytes(StandardCharsets.ISO_8859_1);
    FhirRequestException refusal =
        catchThrowableOfType(FhirRequestException.class, () -> XML.read(latin1));
    assertThat(refusal.issues().getFirst().kind()).isEqualTo(FailureKind.MALFORMED);
  }

  @Test
  void nesting_is_limited_like_that_of_JSON() {
    XmlFormat shallow = new XmlFormat(new ResourceChecker().shapes(), 8);
    String open = "<extension url='http://example.org/x'>";
    for (int levels : new int[] {4, 5_000, 500_000}) {
      byte[] deep =
          ("<Patient xmlns='http://hl7.org/fhir'>"
                  + open.repeat(levels)
                  + "</extension>".repeat(levels)
                  + "</Patient>")
              .getBytes(StandardCharsets.UTF_8);
      FhirRequestException refusal =
          catchThrowableOfType(FhirRequestException.class, () -> shallow.read(deep));
      assertThat(refusal.issues().getFirst().text())
          .startsWith("The XML is nested deeper than 8 levels");
    }
  }

  @Test
  void more_elements_than_a_tree_may_have_are_refused() {
    byte[] many =
        ("<Patient xmlns='http://hl7.org/fhir'>"
                + "<name id='a'/>".repeat(JsonReader.MAX_TOKENS / 4 + 1)
                + "</Patient>")
            .getBytes(StandardCharsets.UTF_8);
    FhirRequestException refusal =
        catchThrowableOfType(FhirRequestException.class, () -> XML.read(many));
    assertThat(refusal.issues().getFirst().kind()).isEqualTo(FailureKind.TOO_LARGE);
  }

  /** Narratives in one spelling; everything else is compared as it is. */
  private static JsonNode comparable(JsonNode tree) {
    JsonNode copy = tree.deepCopy();
    narratives(copy);
    return copy;
  }

  private static void narratives(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (field.getKey().equals("div")) {
          field.setValue(TextNode.valueOf(XhtmlText.canonical(field.getValue().asText())));
        }
      }
    }
    Stream<JsonNode> children = node.valueStream();
    children.forEach(XmlFormatTest::narratives);
  }
}
